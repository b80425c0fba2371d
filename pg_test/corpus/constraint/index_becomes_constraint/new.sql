CREATE TABLE t (a integer CONSTRAINT t_key PRIMARY KEY, b integer CONSTRAINT t_b_key UNIQUE);
