-- A source that was built anew has its columns in another order, and one more between them.
CREATE TABLE t (a integer, b text, c date);
CREATE VIEW v AS SELECT c, a FROM t;
