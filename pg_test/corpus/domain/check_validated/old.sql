CREATE DOMAIN amount AS integer;
ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
CREATE TABLE t (id integer PRIMARY KEY, a amount);
