CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n * 2 $$;
CREATE FUNCTION four(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT public.twice(public.twice(n)) $$;
CREATE FUNCTION eight(n integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN public.twice(public.four(n)); END $$;
