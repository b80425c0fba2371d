CREATE TABLE p (k integer, x integer DEFAULT 3, y text) PARTITION BY LIST (k);
CREATE TABLE p1 (k integer, y text);
CREATE TABLE was (k integer, y text);
CREATE TABLE stays (k integer, y text);
