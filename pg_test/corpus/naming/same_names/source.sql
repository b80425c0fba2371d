-- A table named like its schema, a column like its table, a view column like a function, a type like a column.
CREATE SCHEMA app;
CREATE TABLE app.app (app integer PRIMARY KEY, other integer REFERENCES app.app (app));
CREATE VIEW app.v AS SELECT app.app AS app FROM app.app;
CREATE FUNCTION app.app(app integer) RETURNS integer LANGUAGE sql AS 'SELECT app';
CREATE TABLE app.public (public text);
CREATE TABLE public.app (app app.app);
CREATE TABLE app.text (text text, integer integer);
CREATE INDEX app_app ON app.app (other);
CREATE SEQUENCE app.integer;
