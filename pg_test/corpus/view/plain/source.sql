CREATE TABLE t (id integer, name text, at timestamptz);
CREATE VIEW v AS SELECT id, name FROM t WHERE name <> 'x';
CREATE VIEW star AS SELECT * FROM t;
CREATE VIEW "Renamed" ("The Id", n) AS SELECT id, upper(name) FROM t;
CREATE VIEW joined AS SELECT a.id, b.name AS other FROM t a LEFT JOIN t b USING (id);
CREATE VIEW no_table AS SELECT 1 AS one, 'x'::text AS x, NULL::date AS nothing;
CREATE VIEW no_column AS SELECT;
COMMENT ON VIEW v IS 'without x';
COMMENT ON COLUMN v.name IS 'never x';
