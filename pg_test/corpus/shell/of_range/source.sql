-- A canonical function takes the range type that it is made for, so that is announced first.
CREATE TYPE steps;
CREATE FUNCTION steps_canonical(steps) RETURNS steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE steps AS RANGE (subtype = integer, canonical = steps_canonical);
CREATE TABLE walk (id integer PRIMARY KEY, taken steps NOT NULL DEFAULT '[1,2]');
