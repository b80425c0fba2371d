-- The server forgets the target when it makes the object anew for another type; the source has set it again.
CREATE TABLE t (a integer, b integer);
CREATE STATISTICS s (dependencies, mcv) ON a, b FROM t;
COMMENT ON STATISTICS s IS 'together';
ALTER STATISTICS s SET STATISTICS 300;
