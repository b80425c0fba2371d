CREATE FUNCTION duplicate(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n * 2 $$;
CREATE FUNCTION four(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT public.duplicate(public.duplicate(n)) $$;
CREATE FUNCTION eight(n integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN public.duplicate(public.four(n)); END $$;
