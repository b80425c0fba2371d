CREATE TABLE t (a integer, b integer);
CREATE STATISTICS old_name ON a, b FROM t;
