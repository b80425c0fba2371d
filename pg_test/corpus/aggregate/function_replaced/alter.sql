DROP FUNCTION step CASCADE;
CREATE FUNCTION step(state integer, value integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT state + value $$;
CREATE AGGREGATE total(integer) (SFUNC = step, STYPE = integer, INITCOND = '0');
CREATE VIEW v AS SELECT total(n) AS total FROM generate_series(1, 3) n;
