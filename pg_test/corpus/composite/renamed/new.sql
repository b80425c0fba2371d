CREATE TYPE "Place" AS (street text, city text);
CREATE TABLE person (id integer PRIMARY KEY, home "Place" DEFAULT ROW('a', 'b'));
