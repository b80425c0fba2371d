CREATE TABLE t (id integer, more integer NOT NULL);
