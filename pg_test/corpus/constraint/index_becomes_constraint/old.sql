CREATE TABLE t (a integer NOT NULL, b integer);
CREATE UNIQUE INDEX t_key ON t (a);
CREATE UNIQUE INDEX t_b_key ON t (b);
