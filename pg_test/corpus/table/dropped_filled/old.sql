CREATE TABLE t (a integer);
CREATE TABLE going (a integer, b text);
CREATE INDEX ON going (b);
