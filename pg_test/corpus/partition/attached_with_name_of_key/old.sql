CREATE TABLE t (id integer PRIMARY KEY);
CREATE TABLE p (id integer, a integer) PARTITION BY LIST (a);
ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES t;
CREATE TABLE q (id integer, a integer);
CREATE TABLE r (id integer, a integer);
ALTER TABLE r ADD CONSTRAINT other CHECK (id > 0);
CREATE TABLE s (id integer, a integer);
