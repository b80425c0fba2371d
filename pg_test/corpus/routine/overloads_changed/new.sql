CREATE FUNCTION f(integer) RETURNS text LANGUAGE sql AS $$ SELECT 'a number' $$;
CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS $$ SELECT 'text' $$;
CREATE FUNCTION f(integer, integer) RETURNS text LANGUAGE sql AS $$ SELECT 'two' $$;
CREATE VIEW v AS SELECT f(1) AS a, f('x'::text) AS b;
