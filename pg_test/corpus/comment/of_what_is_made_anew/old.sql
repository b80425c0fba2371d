-- Everything below is replaced, and keeps or changes what is said of it.
CREATE TABLE t (a integer, b text);
CREATE INDEX i ON t (a);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON INDEX i IS 'kept';
COMMENT ON VIEW v IS 'kept';
COMMENT ON COLUMN v.b IS 'changes';
COMMENT ON FUNCTION f() IS 'changes';
