CREATE OR REPLACE VIEW v AS SELECT t.id, other.name, t.kind FROM t LEFT JOIN t AS other USING (id);
CREATE OR REPLACE VIEW "Other Names" ("The Id", n) AS SELECT id, lower(name) FROM t WHERE gone IS NULL;
CREATE OR REPLACE VIEW no_column AS SELECT FROM t WHERE id > 1;
