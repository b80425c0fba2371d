CREATE TABLE kept (id integer PRIMARY KEY);
CREATE VIEW shown AS SELECT id FROM kept;
