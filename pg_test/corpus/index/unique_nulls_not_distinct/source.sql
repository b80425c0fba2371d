-- since 15
CREATE TABLE t (a integer, b text);
CREATE UNIQUE INDEX t_plain ON t (a);
CREATE UNIQUE INDEX t_nulls ON t (a, b) NULLS NOT DISTINCT;
CREATE UNIQUE INDEX t_partial ON t (b) NULLS NOT DISTINCT WHERE a > 0;
