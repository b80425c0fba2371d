CREATE TABLE p (id integer, a text NOT NULL, b varchar(9) COLLATE "C") PARTITION BY LIST (id);
CREATE TABLE q (id integer, a text NOT NULL, b varchar(9) COLLATE "C");
ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1);
CREATE TABLE i (id integer, c integer);
CREATE TABLE h (id integer, c integer);
ALTER TABLE h INHERIT i;
