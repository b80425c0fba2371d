CREATE TABLE t (b bigint, a varchar(9));
