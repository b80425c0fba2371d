//! Names inside SQL text: `corpus/rewrite/<case>/source.sql` makes a schema `dbo` with rows and a
//! view. Followed under rules that change every name (or under `rules.json` beside it), the view
//! gives the same rows.

use crate::corpus::{folders, last_name};
use crate::dump::Dump;
use crate::follow::is_unchanged;
use crate::psql::Database;
use crate::{Outcome, rewrite_effects, rows, server, trial};
use libtest_mimic::Trial;
use std::path::Path;

/// The folder of these cases in the corpus.
pub const FOLDER: &str = "rewrite";

const RULES: &str = r#"{"schema": "dw__{schema}", "case": "snake"}"#;
const PLAN: &str = "SELECT schemig.plan('src_server', 'dbo');";

pub fn trials() -> Vec<Trial> {
    let directory = server::directory().join("corpus").join(FOLDER);
    folders(&directory)
        .expect("the cases of names inside SQL text")
        .into_iter()
        .map(|path| {
            let name = last_name(&path);
            trial(format!("rewrite::{name}"), move || run(&path))
        })
        .chain([
            trial("rewrite::unknown_field", unknown_field),
            trial("rewrite::overloads_differ", overloads_differ),
        ])
        .collect()
}

fn run(directory: &Path) -> Outcome {
    let path = directory.join("source.sql");
    let script =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rules = std::fs::read_to_string(directory.join("rules.json"));
    let rules = rules.unwrap_or_else(|_| RULES.to_owned());
    let source = Database::new(&format!("rewrite_{}", last_name(directory)))?;
    source.sql(&script)?;
    let target = Database::target_of(&source)?;
    let before = Dump::of(&target)?;
    target.sql(&format!("{} {PLAN} SELECT schemig.upgrade();", configure(&rules)))?;
    rows::copy(&source, &target)?;
    compare_views(&source, &target)?;
    rewrite_effects::compare(directory, &source, &target)?;
    let differing = target.sql("SELECT * FROM schemig.verify() WHERE state <> 'same'")?;
    if !differing.is_empty() {
        return Err(format!("schemig.verify() says\n{differing}"));
    }
    let again = target.sql(PLAN)?;
    if !is_unchanged(&again) {
        return Err(format!("the second plan:\n{again}"));
    }
    target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}');")?;
    before.must_equal(&Dump::of(&target)?, "after downgrade('base')")
}

fn configure(rules: &str) -> String {
    format!("SELECT schemig.configure('src_server', 'dbo', '{}');", rules.replace('\'', "''"))
}

/// The type of a record is not to be found: to keep the name of its field could pick another one.
fn unknown_field() -> Outcome {
    let source = Database::new("rewrite_unknown_field")?;
    source.sql(
        r#"CREATE SCHEMA dbo; CREATE TABLE dbo.t (f1 integer, f2 integer);
           CREATE VIEW dbo.v AS SELECT (ROW(f1, f2)).f1 AS x FROM dbo.t;"#,
    )?;
    let target = Database::target_of(&source)?;
    let rules = r#"{"rename": {"dbo.t.f1": "f2", "dbo.t.f2": "f1"}}"#;
    let script = format!("{} {PLAN}", configure(rules));
    target.fails(&script, "42702", &["cannot tell what type has the field \"f1\"", "dbo.v"])?;
    Ok(())
}

/// Which of two functions is called is not to be found, and their results have other names afterwards.
fn overloads_differ() -> Outcome {
    let source = Database::new("rewrite_overloads_differ")?;
    source.sql(
        r#"CREATE SCHEMA dbo;
           CREATE TYPE dbo.a AS (x integer, y integer); CREATE TYPE dbo.b AS (x integer, y integer);
           CREATE FUNCTION dbo.f(integer) RETURNS dbo.a LANGUAGE sql AS 'SELECT 1, 2';
           CREATE FUNCTION dbo.f(text) RETURNS dbo.b LANGUAGE sql AS 'SELECT 10, 20';
           CREATE VIEW dbo.v AS SELECT (dbo.f(1)).x AS c1, (dbo.f('a'::text)).x AS c2;"#,
    )?;
    let target = Database::target_of(&source)?;
    let rules = r#"{"rename": {"dbo.a.x": "y", "dbo.a.y": "x"}}"#;
    let script = format!("{} {PLAN}", configure(rules));
    target.fails(&script, "42702", &["name \"y\" would be ambiguous", "dbo.v"])?;
    Ok(())
}

/// Each view gives the same rows on both sides.
fn compare_views(source: &Database, target: &Database) -> Outcome {
    let views = rows::recorded(target, "'view'")?;
    if views.is_empty() {
        return Err("there is no view to compare".into());
    }
    let (from, to): (Vec<String>, Vec<String>) = views.into_iter().unzip();
    let (expected, actual) = (rows::of(source, &from)?, rows::of(target, &to)?);
    for (i, (expected, actual)) in expected.iter().zip(&actual).enumerate() {
        if expected.is_none() || expected != actual {
            let (from, to) = (&from[i], &to[i]);
            let name = to.replace('\'', "''");
            let query = target.sql(&format!("SELECT pg_get_viewdef('{name}'::regclass)"))?;
            return Err(format!("{from} has {expected:#?}\n{to} has {actual:#?}\n{query}"));
        }
    }
    Ok(())
}
