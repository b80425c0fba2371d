-- since 14
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood);
CREATE VIEW up AS SELECT id FROM person WHERE mood = 'ok';
