CREATE OR REPLACE PROCEDURE note(what text) LANGUAGE sql AS $$ INSERT INTO public.log (what) VALUES (upper(what)) $$;
DROP PROCEDURE clear(integer);
CREATE PROCEDURE clear(INOUT total integer DEFAULT 0) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN total := 1; END $$;
