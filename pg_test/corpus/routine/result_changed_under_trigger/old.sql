CREATE FUNCTION touch() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (id integer PRIMARY KEY, touched integer DEFAULT touch());
