CREATE TYPE person AS (id integer, "fullName" text);
CREATE TABLE people OF person (PRIMARY KEY (id));
CREATE INDEX people_name ON people (lower("fullName"));
