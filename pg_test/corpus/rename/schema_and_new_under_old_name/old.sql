-- A schema gets another name, and a new one with its old name takes in some of what was elsewhere.
CREATE SCHEMA app;
CREATE SCHEMA shared;
CREATE TYPE app.e AS ENUM ('x');
CREATE TABLE app.t (a app.e);
CREATE TABLE shared.moved (a integer);
COMMENT ON SCHEMA app IS 'the old one';
