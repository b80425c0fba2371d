-- Everything below is replaced, and keeps or changes its labels; what is over it comes again with those that it has.
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
SECURITY LABEL FOR keeper ON COLUMN t.a IS 'kept';
SECURITY LABEL FOR keeper ON VIEW v IS 'kept';
SECURITY LABEL FOR keeper ON COLUMN v.b IS 'changes';
SECURITY LABEL FOR keeper ON VIEW w IS 'kept';
SECURITY LABEL FOR other ON VIEW w IS 'kept';
SECURITY LABEL FOR keeper ON FUNCTION f() IS 'changes';
