CREATE TABLE t (id integer PRIMARY KEY, a numeric(12,4));
