CREATE SEQUENCE s START WITH 50;
CREATE TABLE mark (x integer);
CREATE TABLE child (id integer NOT NULL DEFAULT nextval('s'), PRIMARY KEY (id));
CREATE TABLE t (id integer DEFAULT nextval('s'));
CREATE VIEW v AS SELECT last_value FROM s;
