-- No plan looks into bodies that are strings: the refresh runs one that uses the value.
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (m mood);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql SET search_path = public AS $$ SELECT * FROM t WHERE m = 'sad' $$;
CREATE MATERIALIZED VIEW v AS SELECT m FROM f();
