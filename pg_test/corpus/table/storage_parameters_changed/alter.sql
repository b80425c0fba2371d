ALTER TABLE t SET (fillfactor = 90, toast_tuple_target = 4000, toast.autovacuum_vacuum_threshold = 9);
ALTER TABLE t RESET (autovacuum_enabled, toast.autovacuum_enabled);
ALTER TABLE u SET (parallel_workers = 2);
