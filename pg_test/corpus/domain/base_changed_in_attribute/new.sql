CREATE DOMAIN code AS integer;
CREATE TYPE coded AS (n integer, c code);
CREATE TABLE t (id integer PRIMARY KEY, c code);
