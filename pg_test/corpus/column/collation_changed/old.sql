CREATE TABLE t (a text COLLATE "C", b text);
CREATE INDEX ON t (a, b);
