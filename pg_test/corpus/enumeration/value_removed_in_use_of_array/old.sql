CREATE TYPE mood AS ENUM ('sad', 'gone', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, moods mood[]);
