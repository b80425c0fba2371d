CREATE TABLE t (id integer PRIMARY KEY, a numeric(10,4), b double precision, c numeric);
