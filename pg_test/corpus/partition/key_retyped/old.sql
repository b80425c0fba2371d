-- The server has no ALTER for the type of a column in a key: parent and partitions are made anew.
CREATE TABLE p (id integer PRIMARY KEY, b text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE q (id integer REFERENCES p, c integer);
CREATE VIEW v AS SELECT id FROM p;
CREATE TABLE words (a varchar(10), b integer, n integer DEFAULT 1) PARTITION BY RANGE (lower(a), b);
CREATE TABLE top (a text COLLATE "C", b integer) PARTITION BY LIST (b);
CREATE TABLE sub PARTITION OF top FOR VALUES IN (1) PARTITION BY LIST (a);
CREATE TABLE leaf PARTITION OF sub FOR VALUES IN ('x');
