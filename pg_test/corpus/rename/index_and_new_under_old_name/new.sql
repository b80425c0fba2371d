CREATE TABLE t (a integer, b text);
CREATE INDEX i_old ON t (a);
CREATE INDEX i ON t (b);
