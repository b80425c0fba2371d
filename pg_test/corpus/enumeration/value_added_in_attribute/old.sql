CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE state AS (n integer, m mood, ms mood[]);
CREATE FUNCTION of_state(state) RETURNS mood LANGUAGE sql AS 'SELECT ($1).m';
CREATE TABLE person (id integer PRIMARY KEY, m mood);
