CREATE TABLE p (a integer, b text, c date) PARTITION BY RANGE (a);
CREATE TABLE p1 (c date, a integer, b text);
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 (gone integer, b text, c date, a integer);
ALTER TABLE p2 DROP COLUMN gone;
ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20);
