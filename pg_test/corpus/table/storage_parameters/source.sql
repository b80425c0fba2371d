CREATE TABLE t (a text) WITH (
  fillfactor = 70, autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.01, parallel_workers = 2,
  toast.autovacuum_enabled = false, toast_tuple_target = 4080, toast.autovacuum_freeze_max_age = 200000000,
  user_catalog_table = true, vacuum_truncate = off, log_autovacuum_min_duration = 100
);
CREATE TABLE plain (a integer) WITH (fillfactor = 90);
