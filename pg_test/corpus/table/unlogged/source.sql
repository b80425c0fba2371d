CREATE UNLOGGED TABLE t (a integer PRIMARY KEY, b text);
COMMENT ON TABLE t IS 'gone after a crash';
