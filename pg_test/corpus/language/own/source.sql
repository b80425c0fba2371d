CREATE LANGUAGE a HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE TRUSTED LANGUAGE "B b" HANDLER plpgsql_call_handler;
CREATE FUNCTION f() RETURNS integer LANGUAGE a AS 'BEGIN RETURN 1; END';
CREATE FUNCTION g() RETURNS integer LANGUAGE "B b" AS 'BEGIN RETURN 1; END';
