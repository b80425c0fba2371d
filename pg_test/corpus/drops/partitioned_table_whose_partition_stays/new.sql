CREATE TABLE t1 (id integer PRIMARY KEY, a text);
CREATE INDEX t1_a_idx ON t1 (a);
