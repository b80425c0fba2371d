CREATE EXTENSION citext;
CREATE TABLE t (id integer, name text);
CREATE MATERIALIZED VIEW gets AS SELECT id, name FROM t;
CREATE MATERIALIZED VIEW loses WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false) AS SELECT id, name FROM t;
CREATE MATERIALIZED VIEW "Marked" AS SELECT id, name FROM t;
ALTER TABLE "Marked" REPLICA IDENTITY FULL;
ALTER MATERIALIZED VIEW "Marked" DEPENDS ON EXTENSION citext;
CREATE VIEW above AS SELECT id FROM gets;
