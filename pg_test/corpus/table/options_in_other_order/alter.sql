ALTER TABLE t SET (fillfactor = 90, autovacuum_enabled = false, toast.autovacuum_enabled = true, toast.vacuum_truncate = false);
ALTER VIEW v SET (security_barrier = false, check_option = local);
ALTER TABLE u SET (fillfactor = 50);
