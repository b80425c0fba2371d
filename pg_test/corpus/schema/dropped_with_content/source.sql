CREATE SCHEMA goes;
CREATE TYPE goes.kind AS ENUM ('a');
CREATE TABLE goes.t (id serial PRIMARY KEY, k goes.kind);
CREATE FUNCTION goes.f() RETURNS SETOF goes.t LANGUAGE sql AS 'SELECT * FROM goes.t';
CREATE VIEW goes.v AS SELECT * FROM goes.f();
CREATE TABLE stays (t integer REFERENCES goes.t);
