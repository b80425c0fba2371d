CREATE TABLE t (a text);
CREATE TABLE u (id integer);
