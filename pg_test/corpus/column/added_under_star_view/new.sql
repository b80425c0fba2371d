CREATE TABLE t (a integer, b text, c date);
CREATE VIEW v AS SELECT t.*, a + 1 AS more FROM t;
COMMENT ON VIEW v IS 'all of it';
