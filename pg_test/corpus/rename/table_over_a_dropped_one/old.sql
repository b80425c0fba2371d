-- The name becomes free only when the one that had it is gone.
CREATE TABLE t (a integer);
CREATE TABLE t_new (a integer, b integer);
