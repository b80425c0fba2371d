CREATE SCHEMA app;
CREATE LANGUAGE own HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE FUNCTION app.f() RETURNS integer LANGUAGE own AS 'BEGIN RETURN 1; END';
