CREATE TYPE size AS ENUM ('s', 'm', 'l');
ALTER TABLE person ADD COLUMN shirt size;
DROP TYPE empty;
