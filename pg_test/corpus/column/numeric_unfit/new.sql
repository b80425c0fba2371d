CREATE TABLE t (id integer PRIMARY KEY, a numeric(4,2));
