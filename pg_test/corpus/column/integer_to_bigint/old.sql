CREATE TABLE t (a integer NOT NULL, b text);
CREATE INDEX ON t (a);
