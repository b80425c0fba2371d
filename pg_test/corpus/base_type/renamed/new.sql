CREATE SCHEMA app;
CREATE TYPE app."C c";
CREATE FUNCTION app.b_in(cstring) RETURNS app."C c" LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.b_out(app."C c") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION app.b_recv(internal) RETURNS app."C c" LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION app.b_send(app."C c") RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE app."C c" (INPUT = app.b_in, OUTPUT = app.b_out, LIKE = integer, DEFAULT = '42', CATEGORY = 'N', DELIMITER = ';');
CREATE TABLE app.t (id integer, a app."C c");
