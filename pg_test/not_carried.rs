//! What is not carried is named in a WARNING; all else is followed.

use crate::follow::Pair;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

/// Name of the case, script, name that the warning must contain.
const OBJECTS: &[(&str, &str, &str)] = &[
    (
        "defaults_in_a_circle",
        "CREATE FUNCTION the_one(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
         CREATE FUNCTION the_other(a integer DEFAULT the_one(1)) RETURNS integer LANGUAGE sql AS 'SELECT 1';
         CREATE OR REPLACE FUNCTION the_one(a integer DEFAULT the_other(1)) RETURNS integer LANGUAGE sql AS 'SELECT 1';",
        "the_one",
    ),
    // Extension dblink is the target's own business.
    (
        "foreign_table_over_dblink",
        "CREATE EXTENSION dblink;
         CREATE SERVER there FOREIGN DATA WRAPPER dblink_fdw;
         CREATE FOREIGN TABLE the_foreign (line text) SERVER there;",
        "foreign table public.the_foreign is not carried, since it needs server there",
    ),
];

pub fn trials() -> Vec<Trial> {
    OBJECTS
        .iter()
        .map(|(kind, script, name)| {
            trial(format!("not_carried::{kind}"), move || named(kind, script, name))
        })
        .collect()
}

fn named(kind: &str, script: &str, name: &str) -> Outcome {
    let base = "CREATE TABLE t (id integer PRIMARY KEY, name text);";
    let pair = Pair::new(&format!("not_carried_{kind}"), &format!("{base}\n{script}"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    if !said.succeeded {
        return Err(said.notices);
    }
    let warned = said.notices.lines().any(|line| line.contains("WARNING:") && line.contains(name));
    if !warned {
        return Err(format!(
            "no WARNING names {name}; the plan printed\n{}\n{}",
            said.rows, said.notices
        ));
    }
    pair.upgrade()?;
    pair.target.sql("TABLE t")?;
    pair.must_be_unchanged("after the upgrade")
}
