-- since 14
CREATE TABLE used (id integer PRIMARY KEY);
CREATE TABLE other (id integer PRIMARY KEY);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM used; END;
CREATE VIEW v AS SELECT total() AS total;
