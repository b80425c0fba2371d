CREATE TYPE span AS RANGE (subtype = double precision);
CREATE FUNCTION width(s span) RETURNS double precision LANGUAGE sql AS $$ SELECT upper(s) - lower(s) $$;
