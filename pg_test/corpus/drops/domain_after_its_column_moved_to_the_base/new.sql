CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer NOT NULL);
CREATE INDEX t_a ON t (a);
