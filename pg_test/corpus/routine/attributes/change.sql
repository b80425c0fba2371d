CREATE FUNCTION added(a integer DEFAULT 3) RETURNS integer LANGUAGE sql AS 'SELECT a';
DROP FUNCTION restricted();
