CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad');
CREATE DOMAIN app.amount AS integer CHECK (VALUE > 0);
CREATE SEQUENCE app.s;
CREATE FUNCTION app.f(app.mood) RETURNS app.amount LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE app.t (id app.amount DEFAULT nextval('app.s') PRIMARY KEY, m app.mood, parent app.amount REFERENCES app.t);
CREATE VIEW app.v AS SELECT app.f(m) AS f FROM app.t;
CREATE TABLE kept (id integer PRIMARY KEY, t app.amount);
CREATE VIEW shown AS SELECT id FROM kept;
