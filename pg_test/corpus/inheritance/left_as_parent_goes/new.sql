CREATE TABLE one (y integer);
