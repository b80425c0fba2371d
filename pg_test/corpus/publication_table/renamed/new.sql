CREATE SCHEMA app;
CREATE TABLE app.t2 (key integer CONSTRAINT t_pkey PRIMARY KEY, a integer, b text);
CREATE TABLE app.u (id integer PRIMARY KEY);
CREATE PUBLICATION a FOR TABLE app.t2 (key, a) WHERE (key > 3);
