CREATE SEQUENCE one;
CREATE TABLE t (id integer DEFAULT nextval('one') PRIMARY KEY, a text);
