CREATE TABLE t (a integer, b integer);
CREATE UNIQUE INDEX once ON t (a);
CREATE TABLE child (t_a integer CONSTRAINT there REFERENCES t (a));
