CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION f(m mood) RETURNS mood LANGUAGE sql IMMUTABLE AS $$ SELECT m $$;
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT f('ok'));
