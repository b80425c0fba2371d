CREATE TABLE t (a varchar(10) NOT NULL);
CREATE INDEX t_a ON t (a);
