CREATE TABLE t (a bigint NOT NULL, b text);
CREATE INDEX ON t (a);
