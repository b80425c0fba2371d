CREATE TABLE t (id integer PRIMARY KEY, new_name text DEFAULT 'x' NOT NULL);
COMMENT ON COLUMN t.new_name IS 'the same one';
