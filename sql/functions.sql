-- What the functions promise whoever calls them: a fixed search_path, and no rights that were not granted.

DO $$
DECLARE
    f pg_catalog.regprocedure;
BEGIN
    FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'schemig'::pg_catalog.regnamespace LOOP
        EXECUTE pg_catalog.format('ALTER ROUTINE %s SET search_path = pg_catalog, pg_temp', f);
    END LOOP;
END
$$;
REVOKE ALL ON ALL ROUTINES IN SCHEMA schemig FROM PUBLIC;
