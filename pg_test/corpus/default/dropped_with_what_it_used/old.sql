-- The old defaults are of no use without what they name, which comes back after the types.
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE TABLE t (id serial PRIMARY KEY, a integer DEFAULT f(), b text);
CREATE TABLE parent (id serial, b text);
CREATE TABLE child (c integer) INHERITS (parent);
ALTER TABLE child ALTER id SET DEFAULT f();
