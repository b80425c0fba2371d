CREATE SCHEMA archive;
CREATE SCHEMA shared;
CREATE SCHEMA app;
CREATE TYPE archive.e AS ENUM ('x');
CREATE TABLE archive.t (a archive.e);
CREATE TABLE app.moved (a integer);
CREATE TABLE app.t (a archive.e, b integer);
COMMENT ON SCHEMA archive IS 'the old one';
COMMENT ON SCHEMA app IS 'the new one';
