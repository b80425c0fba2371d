CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE person (id integer PRIMARY KEY, mood mood, CONSTRAINT up CHECK (mood <> 'happy' OR id > 0));
CREATE VIEW up AS SELECT id FROM person WHERE mood IN ('ok', 'happy');
CREATE INDEX person_happy ON person (id) WHERE mood = 'happy';
CREATE FUNCTION cheer() RETURNS mood LANGUAGE sql RETURN 'happy'::mood;
