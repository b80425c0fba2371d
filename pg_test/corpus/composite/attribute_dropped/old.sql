CREATE TYPE address AS (street text, city text, zip text);
CREATE TABLE person (id integer PRIMARY KEY, home address);
