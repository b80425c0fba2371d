ALTER TYPE mood RENAME TO retired;
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE person ALTER moods TYPE mood[] USING moods::text[]::mood[];
DROP TYPE retired;
