-- The server forgets these targets when it makes the objects anew for another type.
CREATE TABLE t (a integer, b integer);
CREATE STATISTICS s (mcv) ON a, b FROM t;
ALTER STATISTICS s SET STATISTICS 300;
CREATE INDEX i ON t ((a + b));
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 200;
