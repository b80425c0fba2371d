CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood DEFAULT 'ok', moods mood[]);
CREATE FUNCTION worst() RETURNS mood LANGUAGE sql AS $$ SELECT 'sad'::public.mood $$;
