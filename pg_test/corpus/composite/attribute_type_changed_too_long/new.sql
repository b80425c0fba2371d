CREATE TYPE word AS (letters varchar(3));
CREATE DOMAIN short AS text CHECK (length(VALUE) < 4);
CREATE TYPE name AS (given text, family short);
CREATE TABLE said (id integer PRIMARY KEY, words word[], own public.name);
