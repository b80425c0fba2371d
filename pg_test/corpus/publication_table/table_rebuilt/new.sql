CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text);
CREATE TABLE app.u (id integer PRIMARY KEY);
CREATE PUBLICATION a FOR TABLE app.t;
