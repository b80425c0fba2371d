CREATE UNLOGGED TABLE t (id integer PRIMARY KEY, b text);
CREATE UNLOGGED TABLE empty (a integer);
