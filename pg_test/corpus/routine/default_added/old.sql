CREATE FUNCTION f(a integer, b integer, c text DEFAULT 'x') RETURNS integer LANGUAGE sql AS $$ SELECT a + b $$;
CREATE VIEW v AS SELECT f(1, 2) AS f;
