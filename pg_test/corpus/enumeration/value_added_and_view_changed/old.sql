CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood);
CREATE VIEW moods AS SELECT id, mood FROM person WHERE id > 0;
CREATE VIEW ids AS SELECT id FROM moods;
