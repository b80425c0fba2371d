CREATE TABLE t (a text, b text COLLATE "C", c varchar(20), d text);
CREATE INDEX t_collate ON t (a COLLATE "C");
CREATE INDEX t_opclass ON t (a text_pattern_ops, c varchar_pattern_ops DESC);
CREATE INDEX t_both ON t (a COLLATE "POSIX" text_pattern_ops);
CREATE INDEX t_column_collation ON t (b, b COLLATE "en-x-icu");
CREATE INDEX t_expression ON t (lower(d) COLLATE "C");
