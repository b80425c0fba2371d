CREATE TYPE address AS (street text, "Town" text);
CREATE TABLE person (id integer PRIMARY KEY, home address);
CREATE VIEW cities AS SELECT id, (home)."Town" AS city FROM person;
