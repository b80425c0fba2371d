CREATE TABLE there (id integer PRIMARY KEY, name text DEFAULT 'x');
CREATE INDEX there_name ON there (name);
CREATE TABLE ours (id integer);
