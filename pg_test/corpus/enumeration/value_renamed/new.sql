CREATE TYPE mood AS ENUM ('glum', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood DEFAULT 'glum', CONSTRAINT known CHECK (mood <> 'glum' OR id > 0));
CREATE VIEW sad AS SELECT id FROM person WHERE mood = 'glum';
