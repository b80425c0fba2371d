CREATE TABLE used (id integer PRIMARY KEY, a text);
CREATE TABLE other (id integer PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a FROM used;
CREATE VIEW w AS SELECT a FROM v;
