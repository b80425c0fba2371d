CREATE TABLE t (a text, b text COLLATE "C");
CREATE INDEX t_a ON t (a);
