CREATE TABLE t (a numeric(8,2), b numeric(5));
