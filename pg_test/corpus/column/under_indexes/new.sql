CREATE TABLE t (a bigint, b text, c varchar(12));
CREATE INDEX partial ON t (b) WHERE a > 0;
CREATE INDEX expression ON t ((a + 1), lower(c) text_pattern_ops);
CREATE UNIQUE INDEX including ON t (b) INCLUDE (a);
CREATE INDEX aside ON t (b);
COMMENT ON INDEX partial IS 'only some';
ALTER INDEX expression ALTER COLUMN 1 SET STATISTICS 200;
ALTER TABLE t CLUSTER ON expression;
