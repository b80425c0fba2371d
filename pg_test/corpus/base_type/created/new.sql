CREATE SCHEMA app;
CREATE TYPE app.b;
CREATE FUNCTION app.b_in(cstring) RETURNS app.b LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.b_out(app.b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION app.b_recv(internal) RETURNS app.b LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION app.b_send(app.b) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE app.b (INPUT = app.b_in, OUTPUT = app.b_out, LIKE = integer, DEFAULT = '42', CATEGORY = 'N', DELIMITER = ';');
CREATE TABLE app.t (a app.b, b app.b[]);
COMMENT ON TYPE app.b IS 'a number';
