ALTER TYPE mood ADD VALUE 'happy';
ALTER TABLE person ADD CONSTRAINT up CHECK (mood <> 'happy' OR id > 0);
CREATE OR REPLACE VIEW up AS SELECT id FROM person WHERE mood IN ('ok', 'happy');
CREATE INDEX person_happy ON person (id) WHERE mood = 'happy';
CREATE FUNCTION cheer() RETURNS mood LANGUAGE sql RETURN 'happy'::mood;
