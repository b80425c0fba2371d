CREATE TABLE t (a integer, b int[]);
CREATE INDEX i ON t (a) WITH (deduplicate_items = off);
CREATE INDEX g ON t USING gin (b) WITH (fastupdate = off);
CREATE INDEX e ON t ((a + 1), a);
ALTER INDEX e ALTER COLUMN 1 SET STATISTICS 500;
