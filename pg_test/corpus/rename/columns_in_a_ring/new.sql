CREATE TABLE t (b integer, c integer, a integer);
