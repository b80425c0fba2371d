-- Without a rule nobody asks who may do what.
CREATE SCHEMA app;
CREATE TABLE app.t (id serial PRIMARY KEY, name text);
CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT USAGE ON SCHEMA app TO PUBLIC;
GRANT SELECT ON app.t TO PUBLIC;
REVOKE EXECUTE ON FUNCTION app.f() FROM PUBLIC;
