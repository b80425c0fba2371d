CREATE SCHEMA app;
CREATE TRUSTED LANGUAGE own HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
CREATE FUNCTION app.f() RETURNS integer LANGUAGE own AS 'BEGIN RETURN 1; END';
COMMENT ON LANGUAGE own IS 'trusted';
