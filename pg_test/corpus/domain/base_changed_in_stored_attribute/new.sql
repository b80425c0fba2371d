CREATE DOMAIN code AS integer;
CREATE TYPE coded AS (n integer, c code, cs code[]);
CREATE TYPE around AS (one coded);
CREATE TABLE t (id integer PRIMARY KEY, c code, x coded, a around[]);
CREATE INDEX ON t (((x).n));
