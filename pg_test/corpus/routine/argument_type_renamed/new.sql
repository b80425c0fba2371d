CREATE TYPE feeling AS ENUM ('sad', 'ok');
CREATE FUNCTION f(m feeling) RETURNS feeling LANGUAGE sql IMMUTABLE AS $$ SELECT m $$;
CREATE TABLE t (id integer PRIMARY KEY, m feeling DEFAULT f('ok'));
