DROP FOREIGN TABLE f; CREATE TABLE f (a integer, b text);
DROP TABLE t; CREATE FOREIGN TABLE t (a integer, b text) SERVER s;
DROP TABLE e; CREATE FOREIGN TABLE e (a integer, b text) SERVER s;
