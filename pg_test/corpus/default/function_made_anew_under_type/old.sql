-- The default is the same, and is made anew with its function.
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE TABLE t (a integer DEFAULT f(), b integer DEFAULT 7);
