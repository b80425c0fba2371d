CREATE TABLE t (a varchar(20) NOT NULL);
CREATE INDEX t_a ON t (a);
