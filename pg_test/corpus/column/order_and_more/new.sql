CREATE TABLE t (c date, more integer, b text NOT NULL, a integer);
CREATE VIEW v AS SELECT c, a FROM t;
