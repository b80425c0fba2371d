CREATE FUNCTION is_code(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT t ~ '^[a-z]*$' $$;
CREATE DOMAIN code AS text CONSTRAINT code CHECK (is_code(VALUE));
CREATE TABLE t (id integer PRIMARY KEY, c code);
