CREATE TABLE t (a integer, b text);
CREATE INDEX t_expression ON t ((a + 1), lower(b));
ALTER INDEX t_expression ALTER COLUMN 1 SET STATISTICS 300;
ALTER INDEX t_expression ALTER COLUMN 2 SET STATISTICS 20;
