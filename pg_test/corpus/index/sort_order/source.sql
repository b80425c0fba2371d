CREATE TABLE t (a integer, b text, c date);
CREATE INDEX t_desc ON t (a DESC);
CREATE INDEX t_nulls_first ON t (a NULLS FIRST);
CREATE INDEX t_desc_nulls_last ON t (a DESC NULLS LAST, b, c DESC NULLS FIRST);
CREATE INDEX t_expression ON t ((a + 1) DESC NULLS LAST);
