ALTER TYPE mood RENAME TO retired;
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE person ALTER mood TYPE mood USING mood::text::mood;
DROP TYPE retired;
