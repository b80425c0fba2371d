//! The constraints of the extension's tables, each violated once.

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
    INSERT INTO schemig.fact (source, since, kind, class_oid, object_oid, sub_id, source_object, object, source_def, def)
      VALUES (1, 'aaaaaaaaaaaa', 'table', 1259, 1, 0, 't', 't', '{}', '{}');";

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
    (
        "step_of_unknown_revision",
        "UPDATE schemig.step SET revision = 'cccccccccccc'",
        REFERENCE,
    ),
    ("step_number", "UPDATE schemig.step SET number = 0", CHECK),
    ("step_unknown_change", "UPDATE schemig.step SET change = 'destroy'", CHECK),
    ("step_does_nothing", "UPDATE schemig.step SET statement = NULL, undo = NULL", CHECK),
    (
        "step_twice",
        "INSERT INTO schemig.step SELECT * FROM schemig.step",
        UNIQUE,
    ),
    ("fact_since_unknown", "UPDATE schemig.fact SET since = 'cccccccccccc'", REFERENCE),
    ("fact_until_unknown", "UPDATE schemig.fact SET until = 'cccccccccccc'", REFERENCE),
    ("fact_of_another_source", "UPDATE schemig.fact SET source = 2", REFERENCE),
    ("fact_lasts", "UPDATE schemig.fact SET until = since", CHECK),
    ("fact_lost", "UPDATE schemig.fact SET lost = true", CHECK),
    ("fact_kind_empty", "UPDATE schemig.fact SET kind = ''", CHECK),
    ("fact_definition", "UPDATE schemig.fact SET def = '1'", CHECK),
    ("fact_source_definition", "UPDATE schemig.fact SET source_def = '1'", CHECK),
    (
        "fact_twice",
        "INSERT INTO schemig.fact (source, since, kind, class_oid, object_oid, sub_id, source_object, object, source_def, def)
           SELECT source, since, kind, class_oid, object_oid, sub_id, source_object, object, source_def, def
             FROM schemig.fact",
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
        .chain([trial("invariants::dumped", dumped)])
        .collect()
}

/// `pg_dump` carries the rows of the tables.
fn dumped() -> Outcome {
    let target = Database::with_extension("dumped")?;
    target.sql(SETUP)?;
    let copy = Database::new("dumped_copy")?;
    copy.sql(&crate::dump::text_of(&target, &[])?)?;
    for table in ["source", "revision", "step", "fact"] {
        let rows = format!("SELECT * FROM schemig.{table} ORDER BY 1");
        if target.sql(&rows)? != copy.sql(&rows)? {
            return Err(format!("schemig.{table} differs after a restore"));
        }
    }
    copy.sql("INSERT INTO schemig.source (name, server) VALUES ('next', 'c')")?;
    Ok(())
}
