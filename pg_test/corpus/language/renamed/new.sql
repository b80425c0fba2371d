CREATE SCHEMA app;
CREATE LANGUAGE "Own own" HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE FUNCTION app.f() RETURNS integer LANGUAGE "Own own" AS 'BEGIN RETURN 1; END';
