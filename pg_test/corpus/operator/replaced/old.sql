CREATE SCHEMA app;
CREATE FUNCTION app.eq(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE FUNCTION app.ne(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> $2';
CREATE FUNCTION app.lt(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < $2';
CREATE FUNCTION app.neg(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -$1';
CREATE OPERATOR app.<<< (FUNCTION = app.lt, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.>>>));
CREATE OPERATOR app.>>> (FUNCTION = app.lt, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.<<<));
CREATE TABLE app.t (a integer CHECK (a OPERATOR(app.<<<) 10));
CREATE VIEW app.v AS SELECT a OPERATOR(app.<<<) 3 AS x FROM app.t;
