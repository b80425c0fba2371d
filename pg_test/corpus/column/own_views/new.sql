CREATE TABLE t (a bigint, b text);
CREATE VIEW v AS SELECT a FROM t;
