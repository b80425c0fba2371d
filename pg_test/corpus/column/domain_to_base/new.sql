CREATE DOMAIN short AS varchar(5) NOT NULL;
CREATE TABLE t (a varchar(5), b varchar(5)[]);
