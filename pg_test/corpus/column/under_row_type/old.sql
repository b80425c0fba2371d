-- Functions that take and return rows of what must be made anew.
CREATE TABLE t (a integer);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE FUNCTION takes(m) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION gives() RETURNS SETOF m LANGUAGE sql AS 'SELECT * FROM m';
CREATE VIEW uses AS SELECT takes(m) FROM m;
