CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t (m mood);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql SET search_path = public AS $$ SELECT * FROM t WHERE m = 'glad' $$;
CREATE MATERIALIZED VIEW v AS SELECT m, 1 AS one FROM f();
