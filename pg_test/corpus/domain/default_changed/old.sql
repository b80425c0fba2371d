CREATE DOMAIN amount AS numeric(10,2) DEFAULT 1;
CREATE DOMAIN code AS text DEFAULT 'x';
CREATE DOMAIN day AS date;
CREATE TABLE t (id integer PRIMARY KEY, a amount, c code, d day);
