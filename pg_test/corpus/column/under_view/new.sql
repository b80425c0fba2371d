CREATE TABLE t (a bigint, b text);
CREATE VIEW v AS SELECT a, a + 1 AS more, b FROM t WHERE a > 0;
