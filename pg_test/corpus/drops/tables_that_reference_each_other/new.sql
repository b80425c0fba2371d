CREATE TABLE c (id integer PRIMARY KEY, a integer);
