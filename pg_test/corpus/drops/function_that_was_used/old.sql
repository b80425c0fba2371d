CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n $$;
CREATE TABLE t (id integer PRIMARY KEY, n integer DEFAULT f(1), CONSTRAINT c CHECK (f(n) >= 0));
CREATE INDEX t_n ON t (f(n));
CREATE POLICY p ON t USING (f(id) > 0);
CREATE VIEW v AS SELECT f(id) AS id FROM t;
