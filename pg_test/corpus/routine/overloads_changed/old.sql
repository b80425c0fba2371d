CREATE FUNCTION f(integer) RETURNS text LANGUAGE sql AS $$ SELECT 'integer' $$;
CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS $$ SELECT 'text' $$;
CREATE FUNCTION f(boolean) RETURNS text LANGUAGE sql AS $$ SELECT 'boolean' $$;
CREATE VIEW v AS SELECT f(1) AS a, f('x'::text) AS b;
