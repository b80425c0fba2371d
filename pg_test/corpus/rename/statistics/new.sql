CREATE TABLE t (a integer, b integer);
CREATE STATISTICS new_name ON a, b FROM t;
