CREATE TYPE person AS (id bigint, name text);
CREATE TABLE people OF person (id WITH OPTIONS PRIMARY KEY);
CREATE VIEW names AS SELECT id, name FROM people;
