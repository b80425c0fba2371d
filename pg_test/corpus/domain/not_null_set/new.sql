CREATE DOMAIN amount AS integer NOT NULL;
CREATE DOMAIN code AS text;
CREATE TABLE t (id integer PRIMARY KEY, a amount, c code);
