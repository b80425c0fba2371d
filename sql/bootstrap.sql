-- Tables of the extension. Their invariants are constraints: whatever writes to them, they stay true.

CREATE TABLE schemig.source (
    id                integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text NOT NULL UNIQUE CHECK (name <> ''),
    server            name NOT NULL,
    schemas           name[] CHECK (schemas <> '{}' AND pg_catalog.array_position(schemas, NULL) IS NULL),
    rules             jsonb NOT NULL DEFAULT '{}' CHECK (pg_catalog.jsonb_typeof(rules) = 'object'),
    database          name,
    system_identifier text,
    database_oid      oid,
    CONSTRAINT source_identity CHECK ((system_identifier IS NULL) = (database_oid IS NULL))
);
CREATE UNIQUE INDEX source_once ON schemig.source (server, (coalesce(schemas, '{}')));
COMMENT ON TABLE schemig.source IS 'what this database follows: one row for each server and set of schemas';
COMMENT ON COLUMN schemig.source.id IS 'number of the source in this database';
COMMENT ON COLUMN schemig.source.name IS 'name by which functions take the source: server/schema, server/a+b, or server alone for all schemas';
COMMENT ON COLUMN schemig.source.server IS 'foreign server over which dblink reaches the source';
COMMENT ON COLUMN schemig.source.schemas IS 'schemas of the source that are followed; null means every user schema';
COMMENT ON COLUMN schemig.source.rules IS 'rules under which the source is followed, as given to schemig.configure';
COMMENT ON COLUMN schemig.source.database IS 'name of the source''s database when it was last read';
COMMENT ON COLUMN schemig.source.system_identifier IS 'system identifier of the source''s server when it was last read, as in pg_control_system()';
COMMENT ON COLUMN schemig.source.database_oid IS 'oid of the source''s database when it was last read';

CREATE TABLE schemig.revision (
    id                text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{12}$'),
    source            integer NOT NULL REFERENCES schemig.source ON DELETE CASCADE,
    down_revision     text,
    state             text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'applied', 'undone')),
    message           text,
    plan              text[] NOT NULL DEFAULT '{}',
    warnings          text[] NOT NULL DEFAULT '{}',
    rules             jsonb NOT NULL DEFAULT '{}' CHECK (pg_catalog.jsonb_typeof(rules) = 'object'),
    schemas           text[] NOT NULL DEFAULT '{}',
    beside            text[] NOT NULL DEFAULT '{}',
    rebuilds          boolean NOT NULL DEFAULT false,
    purged            boolean NOT NULL DEFAULT false,
    reached           integer CHECK (reached > 0),
    source_version    integer,
    system_identifier text,
    database_oid      oid,
    seen              text,
    tables            json,
    planned_at        timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    planned_by        name NOT NULL DEFAULT current_user,
    applied_at        timestamptz,
    applied_by        name,
    CONSTRAINT revision_of_source UNIQUE (source, id),
    CONSTRAINT revision_follows_one_of_its_source FOREIGN KEY (source, down_revision) REFERENCES schemig.revision (source, id),
    CONSTRAINT revision_not_after_itself CHECK (down_revision <> id),
    CONSTRAINT revision_linear UNIQUE (source, down_revision),
    CONSTRAINT revision_in_parts CHECK (state <> 'applied' OR reached IS NULL),
    CONSTRAINT revision_applied CHECK ((state = 'applied') = (applied_at IS NOT NULL AND applied_by IS NOT NULL))
);
CREATE UNIQUE INDEX revision_one_base ON schemig.revision (source) WHERE down_revision IS NULL;
CREATE UNIQUE INDEX revision_one_pending ON schemig.revision (source) WHERE state = 'pending';
COMMENT ON TABLE schemig.revision IS 'plans written down, pending or applied; of one source they form a line from base to head';
COMMENT ON COLUMN schemig.revision.id IS '12 hexadecimal digits';
COMMENT ON COLUMN schemig.revision.source IS 'the source that the revision follows';
COMMENT ON COLUMN schemig.revision.down_revision IS 'the revision before it; null at the base';
COMMENT ON COLUMN schemig.revision.state IS 'pending: never run; applied: in effect; undone: taken back by a downgrade, can be applied again';
COMMENT ON COLUMN schemig.revision.message IS 'what the person who planned it wrote about it';
COMMENT ON COLUMN schemig.revision.plan IS 'the plan as it was printed';
COMMENT ON COLUMN schemig.revision.warnings IS 'what the plan does not carry, and why';
COMMENT ON COLUMN schemig.revision.rules IS 'rules under which it was planned';
COMMENT ON COLUMN schemig.revision.schemas IS 'schemas of this database that the source has objects in';
COMMENT ON COLUMN schemig.revision.beside IS 'other schemas that hold something that is dropped and made again, since it depends on what changes';
COMMENT ON COLUMN schemig.revision.rebuilds IS 'something that is not changed itself is dropped and made again';
COMMENT ON COLUMN schemig.revision.purged IS 'what it had moved to the trash has been purged: taking the revision back makes that anew, without rows';
COMMENT ON COLUMN schemig.revision.reached IS 'how many of its statements upgrade_in_batches, or a script for online use, has run so far; null where it is in effect as a whole, or not at all';
COMMENT ON COLUMN schemig.revision.source_version IS 'server_version_num of the source';
COMMENT ON COLUMN schemig.revision.system_identifier IS 'system identifier of the source that was read';
COMMENT ON COLUMN schemig.revision.database_oid IS 'oid of the source''s database that was read';
COMMENT ON COLUMN schemig.revision.seen IS 'hash over the versions of all rows of the source''s catalog when it was planned: as long as they are so, a plan after its upgrade need not read them again; null where it can say nothing';
COMMENT ON COLUMN schemig.revision.tables IS 'hashes over the versions of the source''s catalog rows when it was planned, one for each relation, and what its plan had to say of all of them: a plan after its upgrade reads those alone that differ; null where it can say nothing, and from the upgrade on, which hands them to schemig.fingerprint';
COMMENT ON COLUMN schemig.revision.planned_at IS 'when it was planned';
COMMENT ON COLUMN schemig.revision.planned_by IS 'role that planned it';
COMMENT ON COLUMN schemig.revision.applied_at IS 'when it was last applied; null while it is not in effect';
COMMENT ON COLUMN schemig.revision.applied_by IS 'role that applied it; null while it is not in effect';

CREATE TABLE schemig.step (
    revision   text NOT NULL REFERENCES schemig.revision ON DELETE CASCADE,
    number     integer NOT NULL CHECK (number > 0),
    change     text NOT NULL CHECK (change IN ('create', 'alter', 'rename', 'drop')),
    kind       text NOT NULL,
    object     text NOT NULL,
    statement  text,
    undo       text,
    along      integer CHECK (along > 0 AND along <> number),
    trash      text CHECK (trash IN ('kept', 'purged')),
    probe      text,
    undo_probe text,
    hazards    text[] NOT NULL DEFAULT '{}' CHECK (pg_catalog.array_position(hazards, NULL) IS NULL),
    doubts     jsonb NOT NULL DEFAULT '[]' CHECK (pg_catalog.jsonb_typeof(doubts) = 'array'),
    bars       jsonb NOT NULL DEFAULT '[]' CHECK (pg_catalog.jsonb_typeof(bars) = 'array'),
    parts      text[] NOT NULL DEFAULT '{}' CHECK (pg_catalog.array_position(parts, NULL) IS NULL),
    online     jsonb,
    PRIMARY KEY (revision, number),
    CONSTRAINT step_does_something CHECK (statement IS NOT NULL OR undo IS NOT NULL)
);
COMMENT ON TABLE schemig.step IS 'steps of revisions: DDL statements in order, each with its undo';
COMMENT ON COLUMN schemig.step.revision IS 'the revision that it is a step of';
COMMENT ON COLUMN schemig.step.number IS 'position in the order of execution; undo runs in the reverse order';
COMMENT ON COLUMN schemig.step.change IS 'what happens to the object: create, alter, rename or drop';
COMMENT ON COLUMN schemig.step.kind IS 'kind of the object';
COMMENT ON COLUMN schemig.step.object IS 'name of the object in this database';
COMMENT ON COLUMN schemig.step.statement IS 'the DDL statement; null when another step''s statement does it along';
COMMENT ON COLUMN schemig.step.undo IS 'the DDL statement that takes it back; null when another step''s undo does it along';
COMMENT ON COLUMN schemig.step.along IS 'number of the step whose statement does it along, where that is known: as soon as that one has been run, the undo of this one is part of the way back, also where a statement makes sure of it later; null for most';
COMMENT ON COLUMN schemig.step.trash IS 'when the undo is the right one: kept, as long as the trash of the revision is not purged; purged, from then on; null for always';
COMMENT ON COLUMN schemig.step.probe IS 'query that says what data the statement loses; null when it can lose none';
COMMENT ON COLUMN schemig.step.undo_probe IS 'query that says what data the undo loses; null when it can lose none';
COMMENT ON COLUMN schemig.step.hazards IS 'what may surprise about the statement, besides the loss of data: table_rewrite or long_lock with relation, row estimate and size, rebuild where something is dropped and made again, code_rewritten where names in a body that is a string were changed';
COMMENT ON COLUMN schemig.step.doubts IS 'rows that the statement would choke on: problem, and query that counts them and returns one of them, over this database as it is before the revision';

COMMENT ON COLUMN schemig.step.bars IS 'queries for rows that the undo would fail on, asked before a downgrade: problem, query that counts them and names one';
COMMENT ON COLUMN schemig.step.parts IS 'statements that upgrade_in_batches runs instead, in a transaction each, so that locks are held for a shorter time; empty for most';
COMMENT ON COLUMN schemig.step.online IS 'statements that script(online => true) prints instead: "before", each of which runs by itself where its condition "when" holds, "within" a transaction of its own or outside of any, and "last", which run in one after them; null for most';

CREATE TABLE schemig.fingerprint (
    source integer PRIMARY KEY REFERENCES schemig.source ON DELETE CASCADE,
    value  text NOT NULL,
    lines  text[] NOT NULL CHECK (lines <> '{}'),
    target text,
    here   text,
    seen   text,
    tables json
);
COMMENT ON TABLE schemig.fingerprint IS 'what both catalogs were like when a plan found nothing to do, or an upgrade had left nothing to do: as long as they are so, the next plan reads nothing else';
COMMENT ON COLUMN schemig.fingerprint.source IS 'the source that was planned';
COMMENT ON COLUMN schemig.fingerprint.value IS 'hash over the versions of all rows of both catalogs, the rules, the record and the role that planned';
COMMENT ON COLUMN schemig.fingerprint.lines IS 'what a plan prints';
COMMENT ON COLUMN schemig.fingerprint.target IS 'hash over the versions of all rows of this database''s catalogs, where all that is in the schemas of the source is on record: as long as they are so, a downgrade to base need not look what is there; null where it is not';
COMMENT ON COLUMN schemig.fingerprint.here IS 'the same where all that is on record is here as recorded, whatever else is here';
COMMENT ON COLUMN schemig.fingerprint.seen IS 'who the source was, and the hash over the versions of all rows of its catalog';
COMMENT ON COLUMN schemig.fingerprint.tables IS 'the same for each of its relations, as schemig.revision.tables';

CREATE TABLE schemig.trash (
    revision  text NOT NULL REFERENCES schemig.revision ON DELETE CASCADE,
    number    integer NOT NULL CHECK (number > 0),
    kind      text NOT NULL,
    object    text NOT NULL,
    name      text NOT NULL UNIQUE CHECK (name <> ''),
    class     text,
    target    text NOT NULL,
    probe     text,
    PRIMARY KEY (revision, number)
);
COMMENT ON TABLE schemig.trash IS 'what revisions move to the trash under the rule "drops": tables to the schema schemig_trash, columns to another name, with what they need';
COMMENT ON COLUMN schemig.trash.revision IS 'the revision that moves it there';
COMMENT ON COLUMN schemig.trash.number IS 'position in the order in which the trash is emptied';
COMMENT ON COLUMN schemig.trash.kind IS 'kind of the object';
COMMENT ON COLUMN schemig.trash.object IS 'name of the object before';
COMMENT ON COLUMN schemig.trash.name IS 'its own name in the trash, which nothing else has: the old one and the revision';
COMMENT ON COLUMN schemig.trash.class IS 'its class, as DROP takes it; null for a column, which is found by its name alone';
COMMENT ON COLUMN schemig.trash.target IS 'its whole name in the trash, as DROP takes it';
COMMENT ON COLUMN schemig.trash.probe IS 'query that says what data it holds; null when it can hold none';

CREATE TABLE schemig.fact_page (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source integer NOT NULL,
    since  text NOT NULL,
    facts  json NOT NULL,
    owners oid[],
    bodies boolean,
    CONSTRAINT fact_page_of_source UNIQUE (source, since, id),
    CONSTRAINT fact_page_since FOREIGN KEY (source, since) REFERENCES schemig.revision (source, id) ON DELETE CASCADE,
    CONSTRAINT fact_page_holds_facts CHECK (pg_catalog.json_typeof(facts) = 'array')
);
-- Where the server has it: many times faster than its own way.
DO $$
BEGIN
    ALTER TABLE schemig.fact_page ALTER COLUMN facts SET COMPRESSION lz4;
    ALTER TABLE schemig.revision ALTER COLUMN tables SET COMPRESSION lz4;
    ALTER TABLE schemig.fingerprint ALTER COLUMN tables SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
COMMENT ON TABLE schemig.fact_page IS 'recorded facts, up to 256 in a row, since rows and indexes take more room than facts; schemig.fact shows them';
COMMENT ON COLUMN schemig.fact_page.id IS 'number of the page in this database';
COMMENT ON COLUMN schemig.fact_page.source IS 'the source that they came from';
COMMENT ON COLUMN schemig.fact_page.since IS 'revision that brought them';
COMMENT ON COLUMN schemig.fact_page.owners IS 'numbers in the source of the relations and other objects that the facts belong to; null where they are not known';
COMMENT ON COLUMN schemig.fact_page.bodies IS 'bodies of routines are among the facts; null where it is not known';
COMMENT ON COLUMN schemig.fact_page.facts IS 'array of facts with the columns of schemig.fact; object and def are left out where they are those of the source, and what is false or null';

CREATE TABLE schemig.fact_end (
    fact   bigint PRIMARY KEY,
    page   bigint GENERATED ALWAYS AS (fact / 256) STORED,
    source integer NOT NULL,
    since  text NOT NULL,
    until  text NOT NULL,
    lost   boolean NOT NULL DEFAULT false,
    kept   boolean NOT NULL DEFAULT false,
    CONSTRAINT fact_end_of_page FOREIGN KEY (source, since, page) REFERENCES schemig.fact_page (source, since, id) ON DELETE CASCADE,
    CONSTRAINT fact_end_until FOREIGN KEY (source, until) REFERENCES schemig.revision (source, id) ON DELETE CASCADE,
    CONSTRAINT fact_end_lasts CHECK (since <> until)
);
CREATE INDEX fact_end_page ON schemig.fact_end (source, since, page);
CREATE INDEX fact_end_until ON schemig.fact_end (source, until);
COMMENT ON TABLE schemig.fact_end IS 'which revision ends a recorded fact; most facts last';
COMMENT ON COLUMN schemig.fact_end.fact IS 'number of the fact, as schemig.fact.id';
COMMENT ON COLUMN schemig.fact_end.page IS 'page that the fact is on';
COMMENT ON COLUMN schemig.fact_end.source IS 'the source that it came from';
COMMENT ON COLUMN schemig.fact_end.since IS 'revision that brought it';
COMMENT ON COLUMN schemig.fact_end.until IS 'revision that ends it';
COMMENT ON COLUMN schemig.fact_end.lost IS 'as schemig.fact.lost';
COMMENT ON COLUMN schemig.fact_end.kept IS 'as schemig.fact.kept';

CREATE VIEW schemig.fact AS
SELECT p.id * 256 + f.place - 1 AS id, p.source, p.since, e.until, f.kind, f.class_oid, f.object_oid, f.sub_id,
       f.source_object, coalesce(f.object, f.source_object) AS object, f.source_def, coalesce(f.def, f.source_def) AS def,
       coalesce(f.adopted, false) AS adopted, coalesce(e.lost, false) AS lost, coalesce(e.kept, false) AS kept,
       coalesce(f.drifted, false) AS drifted, f.rule, f.found
  FROM schemig.fact_page p
 CROSS JOIN LATERAL ROWS FROM (pg_catalog.json_to_recordset(p.facts)
         AS (kind text, class_oid oid, object_oid oid, sub_id integer, source_object text, object text, source_def jsonb,
             def jsonb, adopted boolean, drifted boolean, rule text, found jsonb)) WITH ORDINALITY
         AS f(kind, class_oid, object_oid, sub_id, source_object, object, source_def, def, adopted, drifted, rule, found, place)
  LEFT JOIN schemig.fact_end e ON e.fact = p.id * 256 + f.place - 1;
COMMENT ON VIEW schemig.fact IS 'recorded facts: what each revision left in this database, and the source definition it came from';
COMMENT ON COLUMN schemig.fact.id IS 'number of the fact in this database';
COMMENT ON COLUMN schemig.fact.source IS 'the source that it came from';
COMMENT ON COLUMN schemig.fact.since IS 'revision that brought it; the fact is in effect while that one is applied';
COMMENT ON COLUMN schemig.fact.until IS 'revision that ended it; the fact is no longer in effect while that one is applied';
COMMENT ON COLUMN schemig.fact.kind IS 'kind of the object';
COMMENT ON COLUMN schemig.fact.class_oid IS 'identity in the source: oid of the catalog, as pg_depend.classid; of a grant, oid of the grantee; 0 when it is not known';
COMMENT ON COLUMN schemig.fact.object_oid IS 'identity in the source: oid of the object, as pg_depend.objid';
COMMENT ON COLUMN schemig.fact.sub_id IS 'identity in the source: column number, as pg_depend.objsubid';
COMMENT ON COLUMN schemig.fact.source_object IS 'name in the source';
COMMENT ON COLUMN schemig.fact.object IS 'name in this database';
COMMENT ON COLUMN schemig.fact.source_def IS 'definition in the source';
COMMENT ON COLUMN schemig.fact.def IS 'definition in this database, as read back after the upgrade; before it, as planned';
COMMENT ON COLUMN schemig.fact.adopted IS 'was there before the revision that brought it: taking that back leaves it there';
COMMENT ON COLUMN schemig.fact.lost IS 'was gone from this database when the revision that ended it was planned: taking that back does not bring it back';
COMMENT ON COLUMN schemig.fact.kept IS 'gone from the source, and left in this database by the rule "drops"';
COMMENT ON COLUMN schemig.fact.drifted IS 'differed from the record in this database when its revision was planned, which was left so';
COMMENT ON COLUMN schemig.fact.rule IS 'rules that gave it its name, schema or types, separated by commas; null when it has those of the source';
COMMENT ON COLUMN schemig.fact.found IS 'definition that it had here before its revision, where it was there, not on record, and another than the source wants; null otherwise';

CREATE VIEW schemig.recorded AS
SELECT f.*
  FROM schemig.fact f
  JOIN schemig.revision s ON s.id = f.since
  LEFT JOIN schemig.revision u ON u.id = f.until
 WHERE s.state = 'applied' AND (u.state IS DISTINCT FROM 'applied');
COMMENT ON VIEW schemig.recorded IS 'facts in effect: what the last applied revision of each source left in this database';
COMMENT ON COLUMN schemig.recorded.id IS 'number of the fact in this database';
COMMENT ON COLUMN schemig.recorded.source IS 'the source that it came from';
COMMENT ON COLUMN schemig.recorded.since IS 'revision that brought it';
COMMENT ON COLUMN schemig.recorded.until IS 'revision that will end it when applied; null when there is none';
COMMENT ON COLUMN schemig.recorded.kind IS 'kind of the object';
COMMENT ON COLUMN schemig.recorded.class_oid IS 'identity in the source: oid of the catalog, as pg_depend.classid';
COMMENT ON COLUMN schemig.recorded.object_oid IS 'identity in the source: oid of the object, as pg_depend.objid';
COMMENT ON COLUMN schemig.recorded.sub_id IS 'identity in the source: column number, as pg_depend.objsubid';
COMMENT ON COLUMN schemig.recorded.source_object IS 'name in the source';
COMMENT ON COLUMN schemig.recorded.object IS 'name in this database';
COMMENT ON COLUMN schemig.recorded.source_def IS 'definition in the source';
COMMENT ON COLUMN schemig.recorded.def IS 'definition in this database, as read back after the upgrade';
COMMENT ON COLUMN schemig.recorded.adopted IS 'was there before the revision that brought it: taking that back leaves it there';
COMMENT ON COLUMN schemig.recorded.lost IS 'was gone from this database when the revision that ended it was planned: taking that back does not bring it back';
COMMENT ON COLUMN schemig.recorded.kept IS 'gone from the source, and left in this database by the rule "drops"';
COMMENT ON COLUMN schemig.recorded.drifted IS 'differed from the record in this database when its revision was planned, which was left so';
COMMENT ON COLUMN schemig.recorded.rule IS 'rules that gave it its name, schema or types, separated by commas; null when it has those of the source';
COMMENT ON COLUMN schemig.recorded.found IS 'definition that it had here before its revision, where it was there, not on record, and another than the source wants; null otherwise';

CREATE VIEW schemig.history AS
WITH RECURSIVE line AS (
    SELECT r.id, 1 AS number FROM schemig.revision r WHERE r.down_revision IS NULL
    UNION ALL
    SELECT r.id, l.number + 1 FROM schemig.revision r JOIN line l ON r.down_revision = l.id
)
SELECT s.name AS source, r.id AS revision, r.down_revision, r.state, r.message,
       (SELECT pg_catalog.count(*) FROM schemig.step t WHERE t.revision = r.id AND t.statement IS NOT NULL) AS steps,
       r.planned_at, r.planned_by, r.applied_at, r.applied_by
  FROM schemig.revision r
  JOIN line l ON l.id = r.id
  JOIN schemig.source s ON s.id = r.source
 ORDER BY s.name, l.number DESC;
COMMENT ON VIEW schemig.history IS 'revisions of each source, newest first';
COMMENT ON COLUMN schemig.history.source IS 'name of the source';
COMMENT ON COLUMN schemig.history.revision IS 'id of the revision';
COMMENT ON COLUMN schemig.history.down_revision IS 'the revision before it; null at the base';
COMMENT ON COLUMN schemig.history.state IS 'pending, applied or undone';
COMMENT ON COLUMN schemig.history.message IS 'what the person who planned it wrote about it';
COMMENT ON COLUMN schemig.history.steps IS 'number of statements';
COMMENT ON COLUMN schemig.history.planned_at IS 'when it was planned';
COMMENT ON COLUMN schemig.history.planned_by IS 'role that planned it';
COMMENT ON COLUMN schemig.history.applied_at IS 'when it was last applied; null while it is not in effect';
COMMENT ON COLUMN schemig.history.applied_by IS 'role that applied it; null while it is not in effect';

SELECT pg_catalog.pg_extension_config_dump('schemig.source', '');
SELECT pg_catalog.pg_extension_config_dump('schemig.revision', '');
SELECT pg_catalog.pg_extension_config_dump('schemig.step', '');
SELECT pg_catalog.pg_extension_config_dump('schemig.trash', '');
SELECT pg_catalog.pg_extension_config_dump('schemig.fact_page', '');
SELECT pg_catalog.pg_extension_config_dump('schemig.fact_end', '');
SELECT pg_catalog.pg_extension_config_dump('schemig.source_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('schemig.fact_page_id_seq', '');
