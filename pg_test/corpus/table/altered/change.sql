ALTER TABLE plain SET UNLOGGED, SET (fillfactor = 50, toast.autovacuum_vacuum_threshold = 9);
ALTER TABLE fast SET LOGGED;
ALTER TABLE stored SET (fillfactor = 80), RESET (autovacuum_enabled, toast.autovacuum_enabled);
ALTER TABLE full_identity REPLICA IDENTITY DEFAULT;
ALTER TABLE no_identity REPLICA IDENTITY NOTHING;
ALTER TABLE typed NOT OF;
ALTER TABLE untyped OF pair;
ALTER TABLE secure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
