CREATE TABLE p (id integer, word text) PARTITION BY RANGE (id);
CREATE TABLE a PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE b (id integer, word text);
