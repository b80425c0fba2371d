-- A column more in the middle of what the view had from `*`.
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT t.*, a + 1 AS more FROM t;
COMMENT ON VIEW v IS 'all of it';
