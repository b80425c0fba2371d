DROP FUNCTION twice(integer) CASCADE;
CREATE FUNCTION twice(number integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT number * 2 $$;
ALTER TABLE t ADD COLUMN m integer GENERATED ALWAYS AS (twice(id)) STORED;
CREATE INDEX t_m ON t (m);
