-- Without a rule nobody asks whose something is: it belongs to whoever upgrades.
CREATE SCHEMA app;
CREATE TABLE app.t (id serial PRIMARY KEY, name text);
CREATE VIEW app.v AS SELECT name FROM app.t;
