-- The target has one of the tables already, just as in the source: it is taken over, and stays after a downgrade.
CREATE TABLE there (id integer PRIMARY KEY, name text DEFAULT 'x');
CREATE INDEX there_name ON there (name);
CREATE TABLE new (id integer REFERENCES there);
