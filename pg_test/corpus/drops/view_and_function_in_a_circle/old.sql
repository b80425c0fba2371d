CREATE TABLE t (id integer PRIMARY KEY, n integer);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;
CREATE VIEW a AS SELECT id, f() AS f FROM t;
CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM public.a $$;
