CREATE TYPE feeling AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood feeling DEFAULT 'ok', moods feeling[]);
CREATE FUNCTION worst() RETURNS feeling LANGUAGE sql AS $$ SELECT 'sad'::public.feeling $$;
