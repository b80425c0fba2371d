CREATE TABLE t (id integer PRIMARY KEY, a text, b text);
CREATE VIEW v AS SELECT id, a, b FROM t;
CREATE VIEW w AS SELECT id, b FROM v;
COMMENT ON COLUMN v.b IS 'told';
COMMENT ON VIEW w IS 'of v';
