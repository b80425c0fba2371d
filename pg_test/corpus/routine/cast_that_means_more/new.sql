-- As long as the function gives an integer, the cast is none.
CREATE TABLE t (id integer PRIMARY KEY);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g(a integer DEFAULT (f())::integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE VIEW v AS SELECT id, (f())::integer AS a FROM t;
COMMENT ON VIEW v IS 'kept';
