CREATE DOMAIN amount AS integer NOT NULL;
CREATE TABLE t (id integer PRIMARY KEY, a amount);
