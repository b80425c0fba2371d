CREATE FUNCTION twice(number integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT number * 2 $$;
CREATE TABLE t (id integer PRIMARY KEY, m integer GENERATED ALWAYS AS (twice(id)) STORED);
CREATE INDEX t_m ON t (m);
