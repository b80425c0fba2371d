CREATE TABLE t (a text) WITH (fillfactor = 90, toast_tuple_target = 4000, toast.autovacuum_vacuum_threshold = 9);
CREATE TABLE u (a text) WITH (parallel_workers = 2);
