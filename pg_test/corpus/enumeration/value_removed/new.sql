CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood DEFAULT 'ok' NOT NULL, history mood[] DEFAULT '{sad,ok}', CONSTRAINT known CHECK (mood <> 'sad' OR id > 0));
CREATE INDEX person_mood ON person (mood) WHERE mood > 'sad';
CREATE FUNCTION is_sad(mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 = 'sad' $$;
CREATE VIEW moods AS SELECT mood, is_sad(mood) AS sad, count(*) AS n FROM person GROUP BY mood;
COMMENT ON TYPE mood IS 'how one is';
