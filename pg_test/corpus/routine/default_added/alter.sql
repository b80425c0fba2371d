CREATE OR REPLACE FUNCTION f(a integer, b integer DEFAULT 5, c text DEFAULT 'y') RETURNS integer LANGUAGE sql AS $$ SELECT a + b $$;
