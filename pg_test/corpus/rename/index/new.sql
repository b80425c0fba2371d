CREATE TABLE t (a integer, b text);
CREATE INDEX new_name ON t (a);
CREATE UNIQUE INDEX new_unique ON t (b) WHERE a > 0;
COMMENT ON INDEX new_name IS 'the same one';
ALTER TABLE t CLUSTER ON new_name;
