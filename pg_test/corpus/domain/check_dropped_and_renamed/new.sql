CREATE DOMAIN amount AS integer CONSTRAINT positive CHECK (VALUE < 100);
CREATE TABLE t (id integer PRIMARY KEY, a amount);
