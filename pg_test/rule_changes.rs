//! Other rules for what is followed already: objects get other names, rows stay where they are.

use crate::dump::Dump;
use crate::follow::{ALLOW, Pair};
use crate::psql::Database;
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;

const KEPT: &str = "{}";
const SNAKE: &str = r#"{"schema": "dw__{schema}", "case": "snake"}"#;
const LOWER: &str = r#"{"case": "lower"}"#;
const PREFIXED: &str = r#"{"schema": "{database}__{schema}", "case": "snake",
    "names": [{"match": "^", "replace": "x_"}, {"on": ["index"], "match": "$", "replace": "_ix"}]}"#;
/// Under which names that are long already stay short enough.
const SHORTENED: &str = r#"{"schema": "aw_{schema}", "case": "snake", "names": [
    {"on": ["constraint"], "match": "Product|Purchase|Sales|Header|Business", "replace": ""},
    {"on": ["column"], "match": "ID$", "replace": ""}]}"#;
/// Two tables, and two columns of one of them, change names.
const SWAPPED: &str = r#"{"rename": {"dbo.Users": "Posts", "dbo.Posts": "Users", "dbo.Users.DisplayName": "Location",
    "dbo.Users.Location": "DisplayName"}}"#;

pub fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, from, to) in [
        ("kept_to_snake", KEPT, SNAKE),
        ("snake_to_kept", SNAKE, KEPT),
        ("kept_to_lower", KEPT, LOWER),
        ("snake_to_prefixed", SNAKE, PREFIXED),
        ("swapped", KEPT, SWAPPED),
        ("swapped_back", SWAPPED, KEPT),
    ] {
        let case = move || change(&format!("dbo_{name}"), "dbo", "'dbo'", from, to);
        trials.push(trial(format!("rule_changes::dbo_{name}"), case));
    }
    for (schema, rules) in [("pagila", PREFIXED), ("adventureworks", SHORTENED)] {
        let case = move || change(schema, schema, "NULL", KEPT, rules);
        trials.push(trial(format!("rule_changes::{schema}"), case));
    }
    trials
}

fn configure(pair: &Pair, rules: &str) -> Outcome {
    let rules = rules.replace('\'', "''");
    let sql = format!("SELECT schemig.configure('src_server', {}::name, '{rules}')", pair.schema);
    pair.target.sql(&sql).map(|_| ())
}

/// Follows under some rules, then under others: the same tables, all that the others ask for, and back again.
fn change(hint: &str, real: &str, schema: &'static str, from: &str, to: &str) -> Outcome {
    let path = server::directory().join(format!("real/{real}/source.sql"));
    let script = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let pair = Pair::of_schema(&format!("change_{hint}"), &script, schema)?;
    let empty = Dump::of(&pair.target)?;
    configure(&pair, from)?;
    pair.follow()?;
    let (before, files) = (Dump::of(&pair.target)?, files(&pair.target)?);
    configure(&pair, to)?;
    let plan = pair.plan()?;
    // A schema that was there before stays, so that a new one is made.
    let made = |l: &str| l.starts_with("  + ") && !l.starts_with("  + schema ");
    if plan.lines().any(|l| l.starts_with("  - ") || made(l)) {
        return Err(format!("something is dropped or made:\n{plan}"));
    }
    pair.upgrade()?;
    pair.must_be_unchanged("after the change of rules")?;
    same(&files, &self::files(&pair.target)?, "files of tables")?;
    as_from_the_start(&pair, to)?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after taking the change back")?;
    pair.upgrade()?;
    pair.target.sql(&format!("SELECT schemig.downgrade('base', {ALLOW})"))?;
    empty.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")
}

/// Cases of the corpus whose names become one or too long, and what the server cannot rename: a column that a
/// table has from several parents.
const LEFT_OUT: [&str; 4] =
    ["naming_quoted", "naming_upper_and_lower", "naming_long", "inheritance_several_parents"];

/// Other names for all that a target follows, and back to its own, by an undo and by rules.
pub fn there_and_back(pair: &Pair) -> Outcome {
    if LEFT_OUT.iter().any(|name| pair.source.name.starts_with(name)) {
        return Ok(());
    }
    let before = Dump::of(&pair.target)?;
    configure(pair, PREFIXED)?;
    pair.plan()?;
    pair.upgrade()?;
    pair.must_be_unchanged("under other rules")?;
    configure(pair, &PREFIXED.replacen('{', r#"{"exclude": ["no such table"], "#, 1))?;
    pair.must_be_unchanged("under other rules that change nothing")?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after other rules and their undo")?;
    configure(pair, KEPT)?;
    pair.must_be_unchanged("under the first rules again")
}

fn same(one: &str, other: &str, what: &str) -> Outcome {
    if one == other { Ok(()) } else { Err(format!("{what}: {one}\nbecame {other}")) }
}

/// Where the rows of all tables and indexes are.
fn files(target: &Database) -> Outcome<String> {
    target.sql(
        "SELECT c.oid, c.relfilenode FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relfilenode <> 0 AND n.nspname !~ '^(pg_|information_schema|schemig)' ORDER BY 1",
    )
}

/// The record says the same as that of a target that has had the rules from the start.
fn as_from_the_start(pair: &Pair, rules: &str) -> Outcome {
    let fresh = Pair {
        source: Database { name: pair.source.name.clone() },
        target: Database::target_of(&pair.source)?,
        schema: pair.schema,
        compare: pair.compare,
    };
    let names = "SELECT kind, source_object, object FROM schemig.recorded ORDER BY 1, 2, 3";
    let outcome = configure(&fresh, rules).and_then(|()| fresh.follow()).and_then(|_| {
        same(&fresh.target.sql(names)?, &pair.target.sql(names)?, "names of a fresh start")
    });
    // The source is the pair's.
    std::mem::forget(fresh.source);
    outcome
}
