//! Sources that mean harm: by the names and texts that they hold, by lying about them, and by what stands on search paths.

mod answers;
mod definitions;
mod fuzz;
mod names;
mod path;
mod planned;
mod replay;
mod shapes;
mod size;
mod wire;

use crate::Outcome;
use crate::follow::Pair;
use crate::psql::{Database, Said};
use libtest_mimic::Trial;

const EVERYTHING: &str = include_str!("hostile/everything.sql");

/// Counts even if the transaction that uses it is rolled back.
const FIRED: &str = "pg_catalog.nextval('canary.fired')";

pub fn trials() -> Vec<Trial> {
    let all = [
        answers::trials(),
        definitions::trials(),
        fuzz::trials(),
        names::trials(),
        path::trials(),
        planned::trials(),
        shapes::trials(),
        size::trials(),
    ];
    all.into_iter().flatten().collect()
}

/// Puts into the target what must never be touched.
fn with_canary(target: &Database) -> Outcome {
    target.sql("CREATE SCHEMA canary; CREATE SEQUENCE canary.fired;").map(drop)
}

/// Nothing of what the source wants to be run has been run.
fn must_not_have_fired(target: &Database, when: &str) -> Outcome {
    match target.sql("SELECT is_called FROM canary.fired")?.trim() {
        "f" => Ok(()),
        _ => Err(format!("{when}: what the source says has been run")),
    }
}

/// What a target has: relations, routines, types and records. Unlike a dump it takes no time.
fn state(target: &Database) -> Outcome<String> {
    target.sql(
        "SELECT 'relation', pg_catalog.md5(string_agg(concat(oid, relname, relnamespace, relowner, relacl, relrowsecurity), ',' ORDER BY oid))
           FROM pg_class WHERE relpersistence <> 't'
          UNION ALL SELECT 'routine', pg_catalog.md5(string_agg(concat(oid, proname, prosrc), ',' ORDER BY oid)) FROM pg_proc
          UNION ALL SELECT 'column', pg_catalog.md5(string_agg(concat(attrelid, attname, atttypid, attstorage), ',' ORDER BY attrelid, attnum)) FROM pg_attribute
          UNION ALL SELECT 'schema', string_agg(nspname, ',' ORDER BY oid) FROM pg_namespace WHERE nspname !~ 'temp'
          UNION ALL SELECT 'type', count(*)::text FROM pg_type
          UNION ALL SELECT 'revision', string_agg(concat(id, state), ',' ORDER BY id) FROM schemig.revision
          UNION ALL SELECT 'fact', count(*)::text FROM schemig.fact ORDER BY 1",
    )
}

/// SQLSTATE of the error that a script ended with; none where it did not fail.
fn sqlstate(said: &Said) -> Option<String> {
    let line = said.notices.lines().find(|line| line.contains("ERROR:  "))?;
    let (_, rest) = line.split_once("ERROR:  ")?;
    Some(rest.chars().take(5).collect())
}

/// An error that a user can do something about, and a server that goes on.
fn must_be_clear(said: &Said, when: &str) -> Outcome {
    let lost = ["connection to server was lost", "closed the connection unexpectedly"];
    let broken = sqlstate(said).is_some_and(|state| state == "XX000" || state == "00000");
    // What dblink says of its own connection is about the source.
    let dead = !said.succeeded && sqlstate(said).is_none();
    if broken || dead || (said.notices.contains(lost[0]) && !said.notices.contains("ERROR:  08")) {
        return Err(format!("{when}: no clear error:\n{}", cut(&said.notices)));
    }
    Ok(())
}

/// The beginning of a text, for messages.
fn cut(text: &str) -> String {
    text.chars().take(1500).collect()
}

/// A source with everything, and a target that holds what must not be touched.
fn everything(hint: &str) -> Outcome<Pair> {
    let pair = Pair::new(hint, EVERYTHING)?;
    with_canary(&pair.target)?;
    pair.target
        .sql("SELECT schemig.configure('src_server', NULL::name, '{\"grants\": \"keep\"}')")?;
    Ok(pair)
}
