-- since 14
CREATE TABLE t (a integer, b text);
CREATE STATISTICS s ON (a + 1), lower(b) FROM t;
CREATE STATISTICS single ON (a * 2) FROM t;
