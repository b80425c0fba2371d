-- Functions whose defaults call each other; the body is a text to the server.
CREATE FUNCTION one(a integer DEFAULT 1, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION other(a integer DEFAULT one(1)) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN a; END';
CREATE OR REPLACE FUNCTION one(a integer DEFAULT other(1), b text DEFAULT 'x') RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a';
COMMENT ON FUNCTION one IS 'in a circle';

-- One whose default calls itself.
CREATE FUNCTION own(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE OR REPLACE FUNCTION own(a integer DEFAULT own(7)) RETURNS integer LANGUAGE sql AS 'SELECT a';

-- By way of a procedure, which nothing calls, and of an array, a domain that takes no nulls, and an aggregate.
CREATE DOMAIN code AS integer NOT NULL;
CREATE FUNCTION first(a integer[], b code DEFAULT 5) RETURNS integer LANGUAGE sql AS 'SELECT a[1]';
CREATE FUNCTION step(state integer, n integer DEFAULT first(ARRAY[1])) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE OR REPLACE FUNCTION first(a integer[], b code DEFAULT (step(1))) RETURNS integer LANGUAGE sql AS 'SELECT a[1]';
CREATE PROCEDURE run(INOUT a integer DEFAULT first('{1}'), VARIADIC b integer[] DEFAULT ARRAY[one()]) LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = step, STYPE = integer);

-- A function of a view's row type, which has a default as well: only the view can stand there before it.
CREATE VIEW v AS SELECT 1 AS a;
CREATE FUNCTION of_v(r v, n integer DEFAULT one(2)) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE OR REPLACE VIEW v AS SELECT of_v(NULL) AS a;

CREATE TABLE t (a integer DEFAULT one(), b integer DEFAULT other());
CREATE VIEW near AS SELECT one() AS a, own() AS b;
