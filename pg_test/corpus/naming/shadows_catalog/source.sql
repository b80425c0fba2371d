-- Objects named like those of pg_catalog.
CREATE SCHEMA app;
CREATE TABLE app.pg_class (relname text);
CREATE FUNCTION app.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT pg_catalog.now()';
CREATE FUNCTION app.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.upper($1)';
CREATE DOMAIN app.text AS pg_catalog.text CHECK (VALUE <> '');
CREATE TABLE app.t (a app.text DEFAULT 'x', b pg_catalog.text, c timestamptz DEFAULT app.now());
CREATE INDEX t_lower ON app.t (app.lower(b), lower(b));
CREATE VIEW app.v AS SELECT app.now() AS a, now() AS b, c.relname FROM app.pg_class c, pg_catalog.pg_class d;
