CREATE TABLE t (a integer, b text, c text, d point);
CREATE UNIQUE INDEX t_unique ON t (a) INCLUDE (b, c);
CREATE INDEX t_gist ON t USING gist (d) INCLUDE (a);
