CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN feeling AS mood CHECK (VALUE <> 'sad');
CREATE TABLE person (id integer PRIMARY KEY, feeling feeling);
