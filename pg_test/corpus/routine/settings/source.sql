CREATE FUNCTION with_path() RETURNS integer LANGUAGE sql SET search_path = public, pg_temp AS 'SELECT 1';
CREATE FUNCTION with_empty_path() RETURNS integer LANGUAGE sql SET search_path = '' AS 'SELECT 1';
CREATE FUNCTION with_several() RETURNS integer LANGUAGE sql
  SET work_mem = '8MB' SET "DateStyle" = 'ISO, DMY' SET search_path = "$user", "Odd Schema", public SET timezone = 'Europe/Zurich' AS 'SELECT 1';
CREATE FUNCTION from_current() RETURNS integer LANGUAGE sql SET application_name = 'it''s "me"' AS 'SELECT 1';
