CREATE FUNCTION a(n integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT LEAKPROOF SECURITY DEFINER PARALLEL SAFE COST 5 SET work_mem = '1MB' SET search_path = pg_catalog AS $$ SELECT n $$;
CREATE FUNCTION b(n integer) RETURNS integer LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$ SELECT n $$;
CREATE FUNCTION c() RETURNS SETOF integer LANGUAGE sql ROWS 20 AS $$ SELECT 1 $$;
CREATE VIEW v AS SELECT a(1) AS a, b(1) AS b, c.c FROM c();
