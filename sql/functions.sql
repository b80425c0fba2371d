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

COMMENT ON FUNCTION schemig.plan(name, name, text) IS 'compares a schema of a server, or all of them, with this database, and writes down as a pending revision what makes this database follow';
COMMENT ON FUNCTION schemig.plan(name, name[], text) IS 'compares several schemas of a server with this database, and writes down as a pending revision what makes this database follow';
COMMENT ON FUNCTION schemig.upgrade(text, text, text[], boolean) IS 'applies pending revisions up to the one named, and proves that this database is as planned';
COMMENT ON FUNCTION schemig.downgrade(text, text, text[], boolean) IS 'takes back applied revisions down to the one named';
COMMENT ON FUNCTION schemig.script(text, text, boolean) IS 'prints the statements of a revision, or of its undo, as a script for psql';
COMMENT ON FUNCTION schemig.discard(text, text) IS 'forgets a revision that is not in effect, and those after it';
COMMENT ON FUNCTION schemig.configure(name, name, jsonb) IS 'sets the rules under which a schema of a server, or all of them, is followed; returns them with every default';
COMMENT ON FUNCTION schemig.configure(name, name[], jsonb) IS 'sets the rules under which several schemas of a server are followed; returns them with every default';
COMMENT ON FUNCTION schemig.drift(text) IS 'how this database differs from the record: what was changed, dropped or added here since the last upgrade';
COMMENT ON FUNCTION schemig.preflight(text, text) IS 'rows of this database that the steps of a revision would choke on';
COMMENT ON FUNCTION schemig.stamp(text, text) IS 'records that this database is at a revision, without running anything';
COMMENT ON FUNCTION schemig.verify(text) IS 'compares live sources with this database under their rules, object by object';
COMMENT ON FUNCTION schemig.mapping(text) IS 'names and types that rules changed, and which rules';
