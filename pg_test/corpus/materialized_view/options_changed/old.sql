CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70, autovacuum_enabled = false) AS SELECT id, a FROM t;
