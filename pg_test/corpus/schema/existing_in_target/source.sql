-- The schema is there already, and is used as it is.
CREATE SCHEMA app;
CREATE TABLE app.item (id integer);
