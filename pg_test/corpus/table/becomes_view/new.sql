CREATE TABLE t (a integer, b text);
CREATE VIEW either AS SELECT a FROM t;
CREATE VIEW on_top AS SELECT a FROM either;
