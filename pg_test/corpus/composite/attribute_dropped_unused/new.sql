CREATE TYPE address AS (street text, zip text);
CREATE FUNCTION street(a address) RETURNS text LANGUAGE sql AS $$ SELECT a.street $$;
