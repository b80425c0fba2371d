CREATE DOMAIN amount AS integer DEFAULT 7 CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE t (id integer PRIMARY KEY, a amount, list amount[]);
CREATE INDEX t_a ON t (a);
CREATE VIEW v AS SELECT id, a FROM t WHERE a > 0;
CREATE FUNCTION f(amount) RETURNS text LANGUAGE sql AS $$ SELECT $1::text $$;
