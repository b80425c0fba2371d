CREATE DOMAIN code AS text;
CREATE TYPE coded AS (n integer, c code);
CREATE TABLE t (id integer PRIMARY KEY, x coded, xs coded[]);
