CREATE TABLE t (a integer PRIMARY KEY, b text, c date);
CREATE VIEW v AS SELECT a FROM t;
