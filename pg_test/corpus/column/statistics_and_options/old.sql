CREATE TABLE t (a integer, b integer, c integer);
ALTER TABLE t ALTER COLUMN b SET STATISTICS 500, ALTER COLUMN b SET (n_distinct = 5, n_distinct_inherited = 6);
