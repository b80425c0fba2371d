-- Search paths are text to the server: they do not follow a schema that gets another name, on neither way.
CREATE SCHEMA a;
CREATE SCHEMA c;
CREATE FUNCTION a.body() RETURNS integer LANGUAGE plpgsql SET search_path = a AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION a.path() RETURNS integer LANGUAGE plpgsql SET search_path = a, c AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION a.both() RETURNS integer LANGUAGE plpgsql SET search_path = a AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION a.stays() RETURNS integer LANGUAGE plpgsql SET search_path = a AS $$ BEGIN RETURN 1; END $$;
