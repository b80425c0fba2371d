CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s', 'a "b"', 'c\d');
CREATE TABLE person (id integer PRIMARY KEY, mood mood, other mood DEFAULT 'c\d', list mood[] DEFAULT '{"a \"b\"",it''s}');
CREATE VIEW moods AS SELECT id, mood FROM person;
ALTER VIEW moods ALTER COLUMN mood SET DEFAULT 'it''s';
