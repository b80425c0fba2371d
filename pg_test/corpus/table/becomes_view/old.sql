CREATE TABLE t (a integer, b text);
CREATE TABLE either (a integer);
CREATE VIEW on_top AS SELECT a FROM either;
