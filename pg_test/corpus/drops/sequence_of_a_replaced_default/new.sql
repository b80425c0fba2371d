CREATE SEQUENCE two START WITH 100;
CREATE TABLE t (id integer DEFAULT nextval('two') PRIMARY KEY, a text);
