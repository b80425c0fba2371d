-- A primary key makes its columns NOT NULL; taken back, they are not any more.
CREATE TABLE t (a integer, b text);
CREATE TABLE p (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE strict (a integer NOT NULL, b integer);
