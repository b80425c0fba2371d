CREATE TABLE t (a integer CONSTRAINT positive CHECK (a > 0), b integer, CONSTRAINT ordered CHECK (a < b) NO INHERIT);
COMMENT ON CONSTRAINT ordered ON t IS 'a comes first';
