CREATE TABLE t (a bigint, b integer);
CREATE STATISTICS s (mcv) ON a, b FROM t;
CREATE INDEX i ON t ((a + b));
