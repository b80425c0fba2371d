CREATE TABLE t (id integer CONSTRAINT k PRIMARY KEY, a text);
