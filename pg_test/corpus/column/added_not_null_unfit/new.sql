CREATE TABLE t (id integer, more integer NOT NULL);
CREATE TABLE empty (id integer, more integer NOT NULL);
