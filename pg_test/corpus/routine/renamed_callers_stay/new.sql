CREATE FUNCTION duplicate(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n * 2 $$;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT public.duplicate(n) $$;
CREATE FUNCTION four(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT public.twice(public.twice(n)) $$;
