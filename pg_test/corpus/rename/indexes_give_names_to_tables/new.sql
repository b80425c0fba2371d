CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE INDEX found_2 ON t (b);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX composed_2 ON m (a);
CREATE TABLE taken (a integer);
CREATE VIEW found AS SELECT a FROM taken;
CREATE TYPE composed AS (a integer);
