CREATE SCHEMA b;
CREATE SCHEMA a;
CREATE FUNCTION b.body() RETURNS integer LANGUAGE plpgsql SET search_path = a AS $$ BEGIN RETURN 2; END $$;
CREATE FUNCTION b.path() RETURNS integer LANGUAGE plpgsql SET search_path = b, a AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION b.both() RETURNS integer LANGUAGE plpgsql SET search_path = b AS $$ BEGIN RETURN 2; END $$;
CREATE FUNCTION b.stays() RETURNS integer LANGUAGE plpgsql SET search_path = a AS $$ BEGIN RETURN 1; END $$;
