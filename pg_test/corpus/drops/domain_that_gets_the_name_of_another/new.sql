CREATE DOMAIN a AS integer CONSTRAINT b CHECK (VALUE < 100);
CREATE TABLE t (id integer PRIMARY KEY, x integer, y a);
