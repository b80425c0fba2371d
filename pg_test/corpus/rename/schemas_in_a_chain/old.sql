-- Schemas change names, in a chain and in a ring, with all that is in them.
CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE SCHEMA left_one;
CREATE SCHEMA right_one;
CREATE TABLE one.t (a integer PRIMARY KEY);
CREATE TABLE two.t (a integer REFERENCES one.t);
CREATE VIEW left_one.v AS SELECT a FROM two.t;
CREATE TABLE right_one.v (b text);
CREATE FUNCTION right_one.f() RETURNS integer LANGUAGE sql RETURN 1;
CREATE FUNCTION right_one.g() RETURNS integer LANGUAGE sql RETURN 2;
