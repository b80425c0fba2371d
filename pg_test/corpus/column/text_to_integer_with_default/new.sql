CREATE TABLE t (a integer DEFAULT 0, b integer DEFAULT 5);
