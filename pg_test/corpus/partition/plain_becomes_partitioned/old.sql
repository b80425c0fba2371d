CREATE TABLE t (k integer, v text);
CREATE TABLE aside (x integer);
