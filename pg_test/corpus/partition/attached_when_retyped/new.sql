CREATE TABLE p (id integer, a varchar(20), b integer) PARTITION BY LIST (id);
CREATE TABLE q (id integer, a varchar(20) DEFAULT 'x', b integer);
CREATE TABLE r (id integer, a varchar(20), b integer);
ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1);
ALTER TABLE p ATTACH PARTITION r FOR VALUES IN (2);
