CREATE DOMAIN amount AS numeric(10,2) DEFAULT 2.50;
CREATE DOMAIN code AS text;
CREATE DOMAIN day AS date DEFAULT '2024-02-29';
CREATE TABLE t (id integer PRIMARY KEY, a amount, c code, d day);
