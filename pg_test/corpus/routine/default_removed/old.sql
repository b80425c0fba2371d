CREATE FUNCTION f(a integer, b integer DEFAULT 5) RETURNS integer LANGUAGE sql AS $$ SELECT a + b $$;
CREATE VIEW v AS SELECT f(1, 2) AS f;
COMMENT ON FUNCTION f IS 'adds';
COMMENT ON VIEW v IS 'of it';
