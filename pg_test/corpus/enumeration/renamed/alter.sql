ALTER TYPE mood RENAME TO feeling;
CREATE OR REPLACE FUNCTION worst() RETURNS feeling LANGUAGE sql AS $$ SELECT 'sad'::public.feeling $$;
