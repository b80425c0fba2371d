-- The way back makes the enum anew, which no column of a key can follow.
CREATE TYPE e AS ENUM ('x', 'y');
CREATE TABLE p (a e, b integer) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('x');
CREATE VIEW v AS SELECT a FROM p;
CREATE TABLE t (a e);
CREATE TYPE single AS ENUM ('x');
CREATE TABLE o (a single) PARTITION BY LIST (a);
