CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a FROM t WHERE id > 0 ORDER BY id;
CREATE VIEW w AS SELECT count(*) AS n FROM v;
COMMENT ON VIEW v IS 'kept';
COMMENT ON COLUMN v.id IS 'kept too';
