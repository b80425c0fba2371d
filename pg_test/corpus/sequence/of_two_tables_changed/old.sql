CREATE SEQUENCE number;
CREATE TABLE a (id integer DEFAULT nextval('number') PRIMARY KEY);
CREATE TABLE b (id integer DEFAULT nextval('number') PRIMARY KEY);
