CREATE DOMAIN code AS text NOT NULL;
CREATE TYPE coded AS (n integer, c code);
CREATE TABLE t (id integer PRIMARY KEY, x coded, xs coded[]);
