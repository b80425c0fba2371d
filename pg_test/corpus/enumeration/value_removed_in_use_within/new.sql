CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE state AS (n integer, ms mood[]);
CREATE TYPE around AS (list state[]);
CREATE TABLE person (id integer PRIMARY KEY, a around);
