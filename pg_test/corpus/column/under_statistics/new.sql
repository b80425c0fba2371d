CREATE TABLE t (a bigint, b integer);
CREATE STATISTICS s (dependencies, mcv) ON a, b FROM t;
COMMENT ON STATISTICS s IS 'together';
ALTER STATISTICS s SET STATISTICS 300;
