DROP TABLE gone;
ALTER TABLE loses DROP mood;
ALTER TYPE mood ADD VALUE 'cross';
