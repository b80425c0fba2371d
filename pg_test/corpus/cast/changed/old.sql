CREATE SCHEMA app;
CREATE TYPE app.m AS ENUM ('a');
CREATE DOMAIN app.n AS integer;
CREATE FUNCTION app.to_int(app.m) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (app.m AS integer) WITH FUNCTION app.to_int(app.m);
CREATE CAST (app.m AS text) WITH INOUT;
CREATE VIEW app.v AS SELECT 'a'::app.m::integer AS x;
