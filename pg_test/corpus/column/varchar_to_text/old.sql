CREATE TABLE t (a varchar(10), b varchar COLLATE "C");
CREATE INDEX t_a ON t (a);
