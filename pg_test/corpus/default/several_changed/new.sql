CREATE TABLE t (id integer, a integer DEFAULT 2, b text, c text DEFAULT upper('y'), d timestamptz DEFAULT now());
