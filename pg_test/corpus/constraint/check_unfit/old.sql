CREATE TABLE t (id integer, a integer CONSTRAINT range CHECK (a > 0));
