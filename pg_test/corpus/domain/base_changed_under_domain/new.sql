CREATE DOMAIN number AS bigint;
CREATE DOMAIN even AS number CONSTRAINT even CHECK (VALUE % 2 = 0);
CREATE TABLE t (id integer PRIMARY KEY, n number, e even);
