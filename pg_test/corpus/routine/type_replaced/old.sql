CREATE TYPE t AS (x integer);
CREATE FUNCTION g(t) RETURNS integer LANGUAGE sql AS 'select 1';
CREATE AGGREGATE a(t) (SFUNC = array_append, STYPE = t[], INITCOND = '{}');
