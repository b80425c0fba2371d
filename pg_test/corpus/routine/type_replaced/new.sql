CREATE TYPE t_old AS (x integer);
CREATE TYPE t AS (x integer, z integer);
CREATE FUNCTION g(t) RETURNS integer LANGUAGE sql AS 'select 2';
CREATE AGGREGATE a(t) (SFUNC = array_append, STYPE = t[]);
