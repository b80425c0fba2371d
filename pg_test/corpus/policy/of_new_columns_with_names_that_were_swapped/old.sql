CREATE TABLE t (id integer, a integer, d integer);
