CREATE TYPE person AS (id integer, name text, born date);
CREATE TABLE people OF person (id WITH OPTIONS PRIMARY KEY);
