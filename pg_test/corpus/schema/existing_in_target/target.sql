CREATE SCHEMA app;
CREATE TABLE app.ours (id integer);
