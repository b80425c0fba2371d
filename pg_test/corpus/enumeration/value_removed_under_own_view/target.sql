CREATE SCHEMA mine;
CREATE VIEW mine.happy AS SELECT id, mood FROM public.person WHERE mood = 'ok';
COMMENT ON VIEW mine.happy IS 'own';
CREATE FUNCTION mine.short(public.mood) RETURNS text LANGUAGE sql AS $$ SELECT left($1::text, 1) $$;
