CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood, other mood DEFAULT 'ok', list mood[]);
CREATE VIEW moods AS SELECT id, mood FROM person;
