CREATE DOMAIN amount AS integer CONSTRAINT range CHECK (VALUE >= 0 AND VALUE < 100);
CREATE TABLE t (id integer PRIMARY KEY, a amount);
COMMENT ON CONSTRAINT range ON DOMAIN amount IS 'limits';
