CREATE DOMAIN short AS varchar(5) NOT NULL;
CREATE TABLE t (a short, b short[]);
