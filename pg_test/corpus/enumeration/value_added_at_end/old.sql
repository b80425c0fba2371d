CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood DEFAULT 'ok');
CREATE VIEW moods AS SELECT mood, count(*) AS n FROM person GROUP BY mood;
