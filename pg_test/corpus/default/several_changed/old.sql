CREATE TABLE t (id integer, a integer DEFAULT 1, b text DEFAULT 'x', c text DEFAULT 'y', d timestamptz);
