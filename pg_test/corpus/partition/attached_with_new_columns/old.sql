CREATE TABLE p (id integer, a text NOT NULL, b varchar(9) COLLATE "C") PARTITION BY LIST (id);
CREATE TABLE q (id integer);
CREATE TABLE i (id integer, c integer);
CREATE TABLE h (id integer);
