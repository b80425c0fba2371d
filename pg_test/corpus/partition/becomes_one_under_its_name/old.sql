CREATE TABLE p (id integer, a text) PARTITION BY LIST (id);
CREATE TABLE q (id integer, a varchar(9), b integer);
