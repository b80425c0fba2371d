-- A schema gets the name of one that is dropped, and a new one its own.
CREATE SCHEMA app;
CREATE SCHEMA next;
CREATE TABLE app.t (a integer PRIMARY KEY);
CREATE TABLE app.log (a integer REFERENCES app.t);
CREATE TABLE next.t (a integer PRIMARY KEY, b text);
CREATE VIEW next.v AS SELECT t.b FROM next.t JOIN app.t AS old USING (a);
