CREATE TABLE t (a bigint, b bigint DEFAULT 7);
