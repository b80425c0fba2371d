CREATE TABLE t (a varchar(5) DEFAULT 'none');
