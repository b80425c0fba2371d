COMMENT ON SCHEMA public IS 'standard public schema';
CREATE TABLE t (a serial PRIMARY KEY, b text DEFAULT 'x' CHECK (b <> ''));
CREATE INDEX ON t (b);
CREATE VIEW v AS SELECT a FROM t;
COMMENT ON TABLE t IS 'the same';
