CREATE OR REPLACE FUNCTION price(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 3 -- it's more
$$;
CREATE OR REPLACE FUNCTION name(n integer) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'new'; END $$;
