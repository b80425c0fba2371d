CREATE TABLE t (id integer PRIMARY KEY, b text);
CREATE TABLE empty (a integer);
