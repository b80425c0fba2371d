CREATE DOMAIN amount AS integer DEFAULT 1 CHECK (VALUE > 0);
CREATE TABLE t (id integer PRIMARY KEY, a amount, b amount NOT NULL);
CREATE INDEX t_a ON t (a);
CREATE FUNCTION f(amount) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
