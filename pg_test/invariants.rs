//! The constraints of the extension's tables, each violated once.

use crate::must::must_give;
use crate::psql::Database;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

/// Two sources; of the first an applied and a pending revision, a step and a fact.
const SETUP: &str = "
    INSERT INTO schemig.source (name, server, schemas) VALUES ('a', 'a', NULL), ('b/x', 'b', '{x}');
    INSERT INTO schemig.revision (id, source, down_revision, state, applied_at, applied_by)
      VALUES ('aaaaaaaaaaaa', 1, NULL, 'applied', now(), 'me');
    INSERT INTO schemig.revision (id, source, down_revision) VALUES ('bbbbbbbbbbbb', 1, 'aaaaaaaaaaaa');
    INSERT INTO schemig.step (revision, number, change, kind, object, statement)
      VALUES ('aaaaaaaaaaaa', 1, 'create', 'table', 't', 'CREATE TABLE t ()');
    INSERT INTO schemig.fact_page (source, since, facts) VALUES (1, 'aaaaaaaaaaaa',
      '[{\"kind\": \"table\", \"class_oid\": 1259, \"object_oid\": 1, \"sub_id\": 0, \"source_object\": \"t\", \"source_def\": {}}]');
    INSERT INTO schemig.fact_end (fact, source, since, until) SELECT id, source, since, 'bbbbbbbbbbbb' FROM schemig.fact;";

const NOT_NULL: &str = "23502";
const REFERENCE: &str = "23503";
const UNIQUE: &str = "23505";
const CHECK: &str = "23514";

/// Name, statement, SQLSTATE.
const VIOLATIONS: &[(&str, &str, &str)] = &[
    ("source_name_twice", "INSERT INTO schemig.source (name, server) VALUES ('a', 'c')", UNIQUE),
    ("source_name_empty", "INSERT INTO schemig.source (name, server) VALUES ('', 'c')", CHECK),
    ("source_twice", "INSERT INTO schemig.source (name, server) VALUES ('c', 'a')", UNIQUE),
    ("source_without_server", "INSERT INTO schemig.source (name) VALUES ('c')", NOT_NULL),
    ("source_no_schemas", "UPDATE schemig.source SET schemas = '{}'", CHECK),
    ("source_null_schema", "UPDATE schemig.source SET schemas = '{x,NULL}'", CHECK),
    ("source_rules_no_object", "UPDATE schemig.source SET rules = '[]'", CHECK),
    ("source_half_identity", "UPDATE schemig.source SET database_oid = 1", CHECK),
    ("revision_id", "UPDATE schemig.revision SET id = 'XYZ' WHERE state = 'pending'", CHECK),
    (
        "revision_of_unknown_source",
        "INSERT INTO schemig.revision (id, source) VALUES ('cccccccccccc', 99)",
        REFERENCE,
    ),
    (
        "revision_unknown_state",
        "UPDATE schemig.revision SET state = 'lost' WHERE state = 'pending'",
        CHECK,
    ),
    (
        "revision_second_base",
        "INSERT INTO schemig.revision (id, source, state) VALUES ('cccccccccccc', 1, 'undone')",
        UNIQUE,
    ),
    (
        "revision_branch",
        "INSERT INTO schemig.revision (id, source, down_revision, state)
           VALUES ('cccccccccccc', 1, 'aaaaaaaaaaaa', 'undone')",
        UNIQUE,
    ),
    (
        "revision_second_pending",
        "INSERT INTO schemig.revision (id, source, down_revision) VALUES ('cccccccccccc', 1, 'bbbbbbbbbbbb')",
        UNIQUE,
    ),
    (
        "revision_after_one_of_another_source",
        "INSERT INTO schemig.revision (id, source, down_revision) VALUES ('cccccccccccc', 2, 'bbbbbbbbbbbb')",
        REFERENCE,
    ),
    (
        "revision_after_itself",
        "UPDATE schemig.revision SET down_revision = id WHERE state = 'pending'",
        CHECK,
    ),
    (
        "revision_applied_without_time",
        "UPDATE schemig.revision SET state = 'applied' WHERE state = 'pending'",
        CHECK,
    ),
    (
        "revision_pending_with_time",
        "UPDATE schemig.revision SET applied_at = now(), applied_by = 'me' WHERE state = 'pending'",
        CHECK,
    ),
    ("step_of_unknown_revision", "UPDATE schemig.step SET revision = 'cccccccccccc'", REFERENCE),
    ("step_number", "UPDATE schemig.step SET number = 0", CHECK),
    ("step_unknown_change", "UPDATE schemig.step SET change = 'destroy'", CHECK),
    ("step_does_nothing", "UPDATE schemig.step SET statement = NULL, undo = NULL", CHECK),
    ("step_twice", "INSERT INTO schemig.step SELECT * FROM schemig.step", UNIQUE),
    (
        "page_since_unknown",
        "INSERT INTO schemig.fact_page (source, since, facts) VALUES (1, 'cccccccccccc', '[]')",
        REFERENCE,
    ),
    (
        "page_of_another_source",
        "INSERT INTO schemig.fact_page (source, since, facts) VALUES (2, 'aaaaaaaaaaaa', '[]')",
        REFERENCE,
    ),
    ("page_of_no_facts", "UPDATE schemig.fact_page SET facts = '{}'", CHECK),
    ("end_unknown", "UPDATE schemig.fact_end SET until = 'cccccccccccc'", REFERENCE),
    ("end_of_another_source", "UPDATE schemig.fact_end SET source = 2", REFERENCE),
    ("end_of_no_page", "UPDATE schemig.fact_end SET fact = fact + 256", REFERENCE),
    ("end_lasts", "UPDATE schemig.fact_end SET until = since", CHECK),
    (
        "end_twice",
        "INSERT INTO schemig.fact_end (fact, source, since, until) SELECT fact, source, since, until FROM schemig.fact_end",
        UNIQUE,
    ),
];

pub fn trials() -> Vec<Trial> {
    VIOLATIONS
        .iter()
        .map(|(name, statement, sqlstate)| {
            trial(format!("invariants::{name}"), move || {
                let target = Database::with_extension(name)?;
                target.sql(SETUP)?;
                target.fails(statement, sqlstate, &[])?;
                Ok(())
            })
        })
        .chain([trial("invariants::dumped", dumped), trial("invariants::goes_with", goes_with)])
        .collect()
}

/// `pg_dump` carries the rows of the tables.
fn dumped() -> Outcome {
    let target = Database::with_extension("dumped")?;
    target.sql(SETUP)?;
    let copy = Database::new("dumped_copy")?;
    copy.sql(&crate::dump::text_of(&target, &[])?)?;
    for table in ["source", "revision", "step", "fact_page", "fact_end", "fact"] {
        let rows = format!("SELECT * FROM schemig.{table} ORDER BY 1");
        if target.sql(&rows)? != copy.sql(&rows)? {
            return Err(format!("schemig.{table} differs after a restore"));
        }
    }
    copy.sql("INSERT INTO schemig.source (name, server) VALUES ('next', 'c')")?;
    Ok(())
}

/// With a revision goes what it ends, and with another what it brought.
fn goes_with() -> Outcome {
    let target = Database::with_extension("goes_with")?;
    target.sql(SETUP)?;
    let shown = "SELECT since, coalesce(until, 'lasts') FROM schemig.fact";
    must_give(&target, shown, "aaaaaaaaaaaa|bbbbbbbbbbbb")?;
    target.sql("DELETE FROM schemig.revision WHERE state = 'pending'")?;
    must_give(&target, shown, "aaaaaaaaaaaa|lasts")?;
    target.sql("DELETE FROM schemig.source")?;
    must_give(&target, "SELECT count(*) FROM schemig.fact_page", "0")
}
