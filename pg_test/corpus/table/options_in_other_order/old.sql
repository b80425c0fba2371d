CREATE TABLE t (id integer) WITH (fillfactor = 50, autovacuum_enabled = false, toast.autovacuum_enabled = false, toast.vacuum_truncate = false);
CREATE VIEW v WITH (security_barrier = true, check_option = local) AS SELECT id FROM t;
CREATE TABLE u (id integer, a text) WITH (fillfactor = 50, parallel_workers = 2);
