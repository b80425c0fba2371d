ALTER FUNCTION twice(integer) RENAME TO duplicate;
CREATE OR REPLACE FUNCTION four(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT public.duplicate(public.duplicate(n)) $$;
CREATE OR REPLACE FUNCTION eight(n integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN public.duplicate(public.four(n)); END $$;
