CREATE FUNCTION time_minus(a time, b time) RETURNS float8 LANGUAGE sql STRICT IMMUTABLE
  AS 'SELECT extract(epoch FROM (a - b))';
CREATE TYPE time_range AS RANGE (subtype = time, subtype_diff = time_minus);
CREATE TABLE shift (during time_range, EXCLUDE USING gist (during WITH &&));
