CREATE TABLE t (id integer PRIMARY KEY, home text);
