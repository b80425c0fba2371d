CREATE TYPE address AS (street text, city text);
CREATE TABLE person (id integer PRIMARY KEY, home address);
CREATE VIEW cities AS SELECT id, (home).city FROM person;
