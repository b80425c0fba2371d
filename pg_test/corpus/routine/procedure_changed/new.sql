CREATE TABLE log (id serial PRIMARY KEY, what text);
CREATE PROCEDURE note(what text) LANGUAGE sql AS $$ INSERT INTO public.log (what) VALUES (upper(what)) $$;
CREATE PROCEDURE clear(INOUT total integer DEFAULT 0) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN total := 1; END $$;
