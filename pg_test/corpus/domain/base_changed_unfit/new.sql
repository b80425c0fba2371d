CREATE DOMAIN code AS integer;
CREATE TABLE t (id integer PRIMARY KEY, c code);
