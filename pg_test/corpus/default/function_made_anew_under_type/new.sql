CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 3::bigint';
CREATE TABLE t (a bigint DEFAULT f(), b bigint DEFAULT 7);
