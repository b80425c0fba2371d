CREATE TABLE t (id integer, a text CONSTRAINT a_once UNIQUE);
