ALTER TYPE mood ADD VALUE 'happy';
CREATE OR REPLACE VIEW moods AS SELECT id, mood FROM person WHERE id > 1;
