CREATE TABLE t (a integer, b text);
CREATE INDEX old_name ON t (a);
CREATE UNIQUE INDEX old_unique ON t (b) WHERE a > 0;
COMMENT ON INDEX old_name IS 'the same one';
ALTER TABLE t CLUSTER ON old_name;
