ALTER FUNCTION twice(integer) RENAME TO duplicate;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT public.duplicate(n) $$;
