CREATE TYPE person AS (id integer, name character varying(10));
CREATE TABLE people OF person (id WITH OPTIONS PRIMARY KEY);
CREATE VIEW names AS SELECT id, name FROM people;
