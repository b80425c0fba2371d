CREATE DOMAIN amount AS integer;
CREATE DOMAIN code AS text NOT NULL;
CREATE TABLE t (id integer PRIMARY KEY, a amount, c code);
