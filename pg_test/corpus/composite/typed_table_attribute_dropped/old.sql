CREATE TYPE person AS (id integer, name text, born date);
CREATE TABLE people OF person;
