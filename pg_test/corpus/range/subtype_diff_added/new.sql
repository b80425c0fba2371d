CREATE TYPE span AS RANGE (subtype = double precision, subtype_diff = float8mi);
CREATE FUNCTION width(s span) RETURNS double precision LANGUAGE sql AS $$ SELECT upper(s) - lower(s) $$;
