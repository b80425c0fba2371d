-- since 14
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE TYPE pair AS (x integer, y integer);
CREATE TABLE t (a integer, "B, from (C)" text, d timestamp, p pair, r integer[]);
CREATE STATISTICS single ON (a % 10) FROM t;
CREATE STATISTICS mixed ON a, (lower("B, from (C)")), (EXTRACT(year FROM d)), "B, from (C)" FROM t;
CREATE STATISTICS casts (mcv) ON (a::text), (a IS DISTINCT FROM 3), (f(a)) FROM t;
CREATE STATISTICS paths (ndistinct) ON ((p).x), (r[1]), ((a + 1) * (a - 1)), (CASE WHEN a > 0 THEN 'on, from' END) FROM t;
ALTER STATISTICS single SET STATISTICS 99;
