CREATE TABLE t (a integer, b integer, c integer);
ALTER TABLE t ALTER a SET STATISTICS 500;
ALTER TABLE t ALTER b SET STATISTICS 0;
ALTER TABLE t ALTER b SET (n_distinct = -0.5, n_distinct_inherited = 100);
ALTER TABLE t ALTER c SET (n_distinct = 7);
