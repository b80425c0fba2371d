CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood DEFAULT 'sad', CONSTRAINT known CHECK (mood <> 'sad' OR id > 0));
CREATE VIEW sad AS SELECT id FROM person WHERE mood = 'sad';
