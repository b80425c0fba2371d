CREATE TABLE t (id integer PRIMARY KEY, old_name text DEFAULT 'x' NOT NULL);
COMMENT ON COLUMN t.old_name IS 'the same one';
