CREATE TABLE empty (a integer, b text) PARTITION BY RANGE (a, b);
