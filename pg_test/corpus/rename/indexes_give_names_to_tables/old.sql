-- An index, that of a constraint and one of a materialized view give their names to a table, a view and a type.
CREATE TABLE t (a integer CONSTRAINT taken PRIMARY KEY, b text);
CREATE INDEX found ON t (b);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX composed ON m (a);
CREATE TABLE other (a integer);
CREATE VIEW v AS SELECT a FROM other;
CREATE TYPE composite AS (a integer);
