ALTER TYPE mood ADD VALUE 'happy';
ALTER TABLE person ALTER mood SET DEFAULT 'happy';
