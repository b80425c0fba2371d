-- since 14
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE TABLE t (id integer PRIMARY KEY, n integer DEFAULT twice(4), CONSTRAINT c CHECK (twice(n) > 0));
CREATE INDEX t_twice ON t (twice(n));
CREATE POLICY p ON t USING (twice(id) > 1);
CREATE VIEW v AS SELECT id, twice(n) AS m FROM t;
CREATE VIEW w AS SELECT m FROM v;
CREATE FUNCTION four(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN twice(twice(n));
