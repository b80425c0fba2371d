CREATE TABLE t (a integer CONSTRAINT range CHECK (a BETWEEN 0 AND 100), b integer CONSTRAINT b_only CHECK (b > 0));
CREATE TABLE child () INHERITS (t);
COMMENT ON CONSTRAINT range ON t IS 'kept along';
