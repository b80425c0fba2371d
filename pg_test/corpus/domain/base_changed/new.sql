CREATE DOMAIN amount AS bigint DEFAULT 7 CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE t (id integer PRIMARY KEY, a amount);
CREATE INDEX t_a ON t (a);
CREATE VIEW v AS SELECT id, a FROM t WHERE a > 0;
CREATE FUNCTION f(amount) RETURNS text LANGUAGE sql AS $$ SELECT $1::text $$;
