CREATE TABLE log (id serial PRIMARY KEY, what text);
CREATE PROCEDURE note(what text) LANGUAGE sql AS $$ INSERT INTO public.log (what) VALUES (what) $$;
CREATE PROCEDURE clear(INOUT n integer DEFAULT 0) LANGUAGE plpgsql AS $$ BEGIN n := 1; END $$;
