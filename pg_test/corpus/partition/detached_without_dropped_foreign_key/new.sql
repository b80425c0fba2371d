CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE p (id integer, a integer) PARTITION BY RANGE (id);
CREATE TABLE q (id integer, a integer);
