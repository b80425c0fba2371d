-- The server has no ALTER for this: the parent is made anew, its partitions go from one to the other.
CREATE TABLE p (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE VIEW v AS SELECT a FROM p;
