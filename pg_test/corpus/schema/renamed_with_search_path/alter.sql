ALTER SCHEMA a RENAME TO b;
ALTER SCHEMA c RENAME TO a;
CREATE OR REPLACE FUNCTION b.body() RETURNS integer LANGUAGE plpgsql SET search_path = a AS $$ BEGIN RETURN 2; END $$;
ALTER FUNCTION b.path() SET search_path = b, a;
CREATE OR REPLACE FUNCTION b.both() RETURNS integer LANGUAGE plpgsql SET search_path = b AS $$ BEGIN RETURN 2; END $$;
