CREATE TABLE t (id integer) WITH (fillfactor = 90, autovacuum_enabled = false, toast.autovacuum_enabled = true, toast.vacuum_truncate = false);
CREATE VIEW v WITH (security_barrier = false, check_option = local) AS SELECT id FROM t;
CREATE TABLE u (id integer, a text) WITH (parallel_workers = 2, fillfactor = 50);
