-- Another query with the same columns, under what depends on them.
CREATE TABLE t (id integer PRIMARY KEY, name text COLLATE "C", kind varchar(20), gone integer);
CREATE FUNCTION instead() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE VIEW v AS SELECT id, name, kind FROM t WHERE id > 0;
CREATE VIEW "Other Names" ("The Id", n) AS SELECT id, upper(name) FROM t;
CREATE VIEW above AS SELECT id, name FROM v;
CREATE VIEW no_column AS SELECT FROM t;
ALTER VIEW v ALTER COLUMN name SET DEFAULT 'none';
CREATE TRIGGER instead INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION instead();
CREATE RULE nothing AS ON DELETE TO v DO INSTEAD NOTHING;
COMMENT ON VIEW v IS 'few';
COMMENT ON COLUMN v.name IS 'theirs';
