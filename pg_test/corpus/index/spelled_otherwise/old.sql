CREATE TABLE t (a integer, b varchar(20));
CREATE INDEX i ON t (lower(b)) WHERE a IN (1, 2);
CREATE INDEX j ON t (a ASC NULLS LAST);
