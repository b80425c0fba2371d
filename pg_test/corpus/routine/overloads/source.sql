CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE PROCEDURE g(a integer) LANGUAGE sql AS '';
CREATE PROCEDURE g(a integer, b integer) LANGUAGE sql AS '';
COMMENT ON FUNCTION f(text) IS 'of a text';
COMMENT ON PROCEDURE g(integer) IS 'of one';
