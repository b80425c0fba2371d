COMMENT ON TABLE t IS 'said here';
COMMENT ON COLUMN t.a IS 'said here too';
