CREATE TABLE t (a integer CONSTRAINT range CHECK (a BETWEEN 0 AND 10), b integer CONSTRAINT b_only CHECK (b > 0) NO INHERIT);
CREATE TABLE child () INHERITS (t);
COMMENT ON CONSTRAINT range ON t IS 'kept along';
