-- What the functions promise whoever calls them: a fixed search_path, and no rights that were not granted.

-- A setting of its own search_path would keep a procedure from committing: all names are qualified instead, also those of
-- types, which are looked up when the procedure first runs.
-- The application name shows in pg_stat_activity how far it is.
CREATE PROCEDURE schemig.upgrade_in_batches(revision text DEFAULT 'head', source text DEFAULT NULL, allow text[] DEFAULT '{}', batch integer DEFAULT 500)
LANGUAGE plpgsql AS $$
DECLARE
    done pg_catalog.text;
    line pg_catalog.text;
BEGIN
    LOOP
        -- For this transaction alone: it is as before after an error too.
        IF done IS NOT NULL THEN
            PERFORM pg_catalog.set_config('application_name', pg_catalog.left(pg_catalog.concat('schemig: ', done), 60), true);
        END IF;
        line := schemig.upgrade_batch(revision, source, allow, batch);
        EXIT WHEN line IS NULL;
        RAISE NOTICE '%', line;
        COMMIT;
        done := line;
    END LOOP;
END
$$;

DO $$
DECLARE
    f pg_catalog.regprocedure;
BEGIN
    FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'schemig'::pg_catalog.regnamespace AND p.prokind <> 'p' LOOP
        EXECUTE pg_catalog.format('ALTER ROUTINE %s SET search_path = pg_catalog, pg_temp', f);
    END LOOP;
END
$$;
REVOKE ALL ON ALL ROUTINES IN SCHEMA schemig FROM PUBLIC;

COMMENT ON FUNCTION schemig.plan(name, name, text) IS 'compares a schema of a server, or all of them, with this database, and writes down as a pending revision what makes this database follow';
COMMENT ON FUNCTION schemig.plan(name, name[], text) IS 'compares several schemas of a server with this database, and writes down as a pending revision what makes this database follow';
COMMENT ON FUNCTION schemig.sync(name, name, text[]) IS 'plans and upgrades in one call; what would lose data that is not allowed stays pending, and while another session is at work nothing happens';
COMMENT ON FUNCTION schemig.sync(name, name[], text[]) IS 'plans and upgrades several schemas of a server in one call; what would lose data that is not allowed stays pending, and while another session is at work nothing happens';
COMMENT ON FUNCTION schemig.diagram(text, text, text[]) IS 'an entity-relationship diagram of what the rules make of live sources, as Mermaid, Graphviz DOT or SVG';
COMMENT ON FUNCTION schemig.report(text, text) IS 'a revision as one HTML page: what changes and why, what may be lost, each object before and after, statements with their undo';
COMMENT ON FUNCTION schemig.models(text, text) IS 'declarative models of SQLAlchemy 2 of what the rules make of live sources, as the text of a Python file';
COMMENT ON FUNCTION schemig.grant_to(name) IS 'lets a role that is no superuser use schemig; tells what else it needs';
COMMENT ON FUNCTION schemig.unfollow(text) IS 'forgets a source with its rules and history; the objects stay';
COMMENT ON FUNCTION schemig.upgrade(text, text, text[], boolean) IS 'applies pending revisions up to the one named, and proves that this database is as planned';
COMMENT ON PROCEDURE schemig.upgrade_in_batches(text, text, text[], integer) IS 'applies pending revisions up to the one named, a transaction for each batch of statements; goes on where it stopped';
COMMENT ON FUNCTION schemig.upgrade_batch(text, text, text[], integer) IS 'one batch of schemig.upgrade_in_batches';
COMMENT ON FUNCTION schemig.downgrade(text, text, text[], boolean) IS 'takes back applied revisions down to the one named';
COMMENT ON FUNCTION schemig.begin_online(text) IS 'begins a script that script(online => true) has printed; how many statements have been run';
COMMENT ON FUNCTION schemig.reach(text, integer) IS 'records how far a script that script(online => true) has printed is';
COMMENT ON FUNCTION schemig.script(text, text, boolean, boolean) IS 'prints the statements of a revision, or of its undo, as a script for psql';
COMMENT ON FUNCTION schemig.discard(text, text) IS 'forgets a revision that is not in effect, and those after it';
COMMENT ON FUNCTION schemig.purge(text, text) IS 'removes for good what a revision has moved to the trash';
COMMENT ON FUNCTION schemig.configure(name, name, jsonb) IS 'sets the rules under which a schema of a server, or all of them, is followed; returns them with every default';
COMMENT ON FUNCTION schemig.configure(name, name[], jsonb) IS 'sets the rules under which several schemas of a server are followed; returns them with every default';
COMMENT ON FUNCTION schemig.drift(text) IS 'how this database differs from the record: what was changed, dropped or added here since the last upgrade';
COMMENT ON FUNCTION schemig.preflight(text, text) IS 'rows of this database that the steps of a revision would choke on';
COMMENT ON FUNCTION schemig.stamp(text, text) IS 'records that this database is at a revision, without running anything';
COMMENT ON FUNCTION schemig.verify(text) IS 'compares live sources with this database under their rules, object by object';
COMMENT ON FUNCTION schemig.mapping(text) IS 'names and types that rules changed, and which rules';
COMMENT ON FUNCTION schemig.coverage(text) IS 'accounts for everything that live sources have to carry: carried, filtered by a rule, member of an extension, not supported';

CREATE VIEW schemig.progress AS
SELECT s.name AS source, r.id AS revision, r.reached AS done,
       (SELECT pg_catalog.sum(GREATEST(1, pg_catalog.cardinality(t.parts))) FROM schemig.step t
         WHERE t.revision = r.id AND t.statement IS NOT NULL) AS statements
  FROM schemig.revision r
  JOIN schemig.source s ON s.id = r.source
 WHERE r.reached IS NOT NULL
 ORDER BY s.name;
COMMENT ON VIEW schemig.progress IS 'revisions of which upgrade_in_batches, or a script for online use, has run a part';
COMMENT ON COLUMN schemig.progress.source IS 'name of the source';
COMMENT ON COLUMN schemig.progress.revision IS 'id of the revision';
COMMENT ON COLUMN schemig.progress.done IS 'how many statements have been run and committed';
COMMENT ON COLUMN schemig.progress.statements IS 'how many there are';
COMMENT ON FUNCTION schemig.export(text, text) IS 'a revision as one document, for schemig.import in another database';
COMMENT ON FUNCTION schemig.alembic(text, text) IS 'a revision as one version file of Alembic, with the exact statements there and back';
COMMENT ON FUNCTION schemig.import(jsonb) IS 'writes down as pending a revision that schemig.export has made a document of in another database';

CREATE VIEW schemig.status AS
SELECT s.name AS source, current.id AS current, pending.id AS pending,
       current.applied_at AS last_applied_at, (SELECT pg_catalog.count(*) FROM schemig.drift(s.name)) AS drifted
  FROM schemig.source s
  LEFT JOIN LATERAL (
       SELECT r.id, r.applied_at FROM schemig.revision r
        WHERE r.source = s.id AND r.state = 'applied'
          AND NOT EXISTS (SELECT FROM schemig.revision n
                           WHERE n.source = s.id AND n.down_revision = r.id AND n.state = 'applied')) AS current ON true
  LEFT JOIN LATERAL (
       SELECT r.id FROM schemig.revision r
        WHERE r.source = s.id AND r.state <> 'applied'
          AND r.down_revision IS NOT DISTINCT FROM current.id) AS pending ON true
 ORDER BY s.name;
COMMENT ON VIEW schemig.status IS 'one row for each source: where it stands';
COMMENT ON COLUMN schemig.status.source IS 'name of the source';
COMMENT ON COLUMN schemig.status.current IS 'last applied revision; null at the base';
COMMENT ON COLUMN schemig.status.pending IS 'the next revision that upgrade would apply; null when there is none';
COMMENT ON COLUMN schemig.status.last_applied_at IS 'when the current revision was applied';
COMMENT ON COLUMN schemig.status.drifted IS 'number of objects that differ from the record, as schemig.drift() lists them';
