-- An index of a partitioned table takes over an index that a partition has already; taken back, that one is there again.
CREATE TABLE p (a integer, b text, c date) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE INDEX p1_only ON p1 (c);
