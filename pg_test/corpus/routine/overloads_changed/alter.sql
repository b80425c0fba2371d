CREATE OR REPLACE FUNCTION f(integer) RETURNS text LANGUAGE sql AS $$ SELECT 'a number' $$;
DROP FUNCTION f(boolean);
CREATE FUNCTION f(integer, integer) RETURNS text LANGUAGE sql AS $$ SELECT 'two' $$;
