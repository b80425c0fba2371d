CREATE TABLE p (k integer, v text) PARTITION BY RANGE (k);
CREATE TABLE loose (k integer, v text);
