//! Names and texts that try to be more, of a source that says the truth: they arrive as they are.

use super::{must_not_have_fired, with_canary};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::psql::{self, Database};
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;
use std::path::{Path, PathBuf};

pub fn trials() -> Vec<Trial> {
    vec![
        trial("hostile::names::carried", carried),
        trial("hostile::names::scripted", scripted),
        trial("hostile::names::shown", shown),
        trial("hostile::names::reserved", reserved),
    ]
}

/// What names and texts try. `FILE` is one that must not be made.
const NAMES: [&str; 18] = [
    "a'b",
    "a\"b",
    "a\\b",
    "a\\'; DROP SCHEMA canary CASCADE; --",
    "'; SELECT nextval('canary.fired'); --",
    "\"; SELECT nextval('canary.fired'); --",
    "$$; SELECT nextval('canary.fired'); $$",
    "$body$ $body_$ $$",
    "x\n\\! touch FILE\n--",
    "x\r\\! touch FILE",
    "x\n\\.\n",
    "*/ SELECT nextval('canary.fired'); /*",
    "-- \\! touch FILE",
    "\u{1b}[2J\u{7f}\t",
    "\u{202e}drop\u{2066}",
    ":canary :'canary' :\"canary\"",
    "%s %n %I $1 {0}",
    "name of sixty-three bytes, which is as long as a name may be:ø",
];

fn names(file: &str) -> Vec<String> {
    let whole = |name: &&str| name.replace("FILE", file);
    NAMES.iter().map(whole).collect()
}

/// A file beside the server that is not there.
fn file(hint: &str) -> PathBuf {
    PathBuf::from(format!("{}/f{}", server::host(), psql::unique(hint)))
}

/// SQL that makes things of every sort under each of these names.
fn script(file: &str) -> String {
    let ident = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let literal = |text: &str| format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"));
    let mut sql = "SET check_function_bodies = off;".to_string();
    for (i, name) in names(file).into_iter().enumerate() {
        // Names are cut at 63 bytes, and several things have one made of another's.
        let (n, t) = (ident(&name), literal(&name));
        sql += &format!(
            "CREATE SCHEMA {n};
             CREATE TYPE {n}.{n} AS ENUM ({t}, 'other');
             CREATE DOMAIN {n}.domain{i} AS text DEFAULT {t} CHECK (VALUE <> {t});
             CREATE TABLE {n}.table{i} ({n} {n}.{n} DEFAULT {t}, b text DEFAULT {t} CONSTRAINT {n} CHECK (b <> {t}), c integer);
             CREATE INDEX index{i} ON {n}.table{i} (c) WHERE b <> {t};
             CREATE FUNCTION {n}.{n}({n} text DEFAULT {t}) RETURNS text LANGUAGE sql AS {t};
             CREATE FUNCTION {n}.touch{i}() RETURNS trigger LANGUAGE plpgsql AS $x_$BEGIN RETURN NEW; END$x_$;
             CREATE TRIGGER {n} BEFORE INSERT ON {n}.table{i} FOR EACH ROW EXECUTE FUNCTION {n}.touch{i}({t});
             CREATE POLICY {n} ON {n}.table{i} USING (b <> {t});
             CREATE VIEW {n}.view{i} AS SELECT {t}::text AS {n}, {n} AS x FROM {n}.table{i};
             CREATE RULE {n} AS ON INSERT TO {n}.view{i} DO INSTEAD INSERT INTO {n}.table{i} (b) VALUES ({t});
             CREATE SEQUENCE {n}.sequence{i};
             COMMENT ON SCHEMA {n} IS {t};
             COMMENT ON COLUMN {n}.table{i}.{n} IS {t};
             COMMENT ON CONSTRAINT {n} ON {n}.table{i} IS {t};
             COMMENT ON TRIGGER {n} ON {n}.table{i} IS {t};
             CREATE FOREIGN DATA WRAPPER {n} OPTIONS ({n} {t});
             CREATE SERVER {n} TYPE {t} VERSION {t} FOREIGN DATA WRAPPER {n} OPTIONS ({n} {t});
             CREATE FOREIGN TABLE {n}.far{i} ({n} text OPTIONS ({n} {t})) SERVER {n} OPTIONS ({n} {t});"
        );
    }
    sql
}

fn carried() -> Outcome {
    let file = file("carried");
    let pair = Pair::new("hostile_names", &script(&file.to_string_lossy()))?;
    with_canary(&pair.target)?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    pair.must_be_equal(&before, "with names that try more")?;
    pair.must_be_unchanged("with names that try more")?;
    must_not_have_fired(&pair.target, "names")?;
    // Once more under rules, by which all names change, and back.
    let rules = r#"SELECT schemig.configure('src_server', NULL::name, '{"names": [{"on": ["table", "column", "schema"], "match": "^(.{1,50})", "replace": "N$1"}]}');"#;
    let said =
        pair.target.said(&format!("{rules} {} SELECT schemig.upgrade();", pair.plan_sql()))?;
    super::must_be_clear(&said, "under rules")?;
    must_not_have_fired(&pair.target, "names under rules")?;
    pair.target.sql("SELECT * FROM schemig.mapping(); SELECT * FROM schemig.coverage(); SELECT * FROM schemig.drift(); SELECT schemig.downgrade('base');")?;
    must_not_have_fired(&pair.target, "the way back")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the way back")?;
    absent(&file)
}

/// The script makes the same in a database of psql's, whatever that takes for the end of a string.
fn scripted() -> Outcome {
    let file = file("scripted");
    let trick = format!(
        "CREATE TABLE public.tricky (a text DEFAULT '\\', b text DEFAULT '; \n\\! touch {} \n-- ', c text DEFAULT '\\');",
        file.display()
    );
    let pair = Pair::new("hostile_script", &(script(&file.to_string_lossy()) + &trick))?;
    pair.plan()?;
    for undo in ["false", "true"] {
        let copy = Database::with_extension("scripted")?;
        with_canary(&copy)?;
        copy.sql(&format!(
            "ALTER DATABASE \"{}\" SET standard_conforming_strings = off",
            copy.name
        ))?;
        let script = pair.target.sql("SELECT schemig.script();")?;
        let run = copy.said(&script)?;
        must_not_have_fired(&copy, "the script")?;
        absent(&file)?;
        if !run.succeeded {
            return Err(super::cut(&run.notices));
        }
        Dump::of(&pair.source)?.must_equal(&without_canary(&copy)?, "after the script")?;
        if undo == "true" {
            let back = pair.target.sql("SELECT schemig.script(undo => true);")?;
            let run = copy.said(&back)?;
            absent(&file)?;
            if !run.succeeded {
                return Err(super::cut(&run.notices));
            }
        }
    }
    Ok(())
}

fn without_canary(copy: &Database) -> Outcome<Dump> {
    // A dump's strings are as the database has them.
    let set = |value: &str| {
        copy.sql(&format!(
            "ALTER DATABASE \"{}\" SET standard_conforming_strings = {value}",
            copy.name
        ))
    };
    set("on")?;
    copy.sql("DROP SCHEMA canary CASCADE")?;
    let dump = Dump::of(copy)?;
    with_canary(copy)?;
    set("off")?;
    Ok(dump)
}

fn absent(file: &Path) -> Outcome {
    match file.exists() {
        false => Ok(()),
        true => Err(format!("{} was made", file.display())),
    }
}

/// Lines for people have nothing that a terminal obeys, and none looks like two.
fn shown() -> Outcome {
    let file = file("shown");
    let pair = Pair::new("hostile_lines", &script(&file.to_string_lossy()))?;
    let said = pair.target.said(&format!(
        "{} SELECT schemig.upgrade(dry_run => true); SELECT schemig.upgrade(); SELECT schemig.downgrade(); SELECT schemig.discard();",
        pair.plan_sql()
    ))?;
    let all = said.rows.clone() + &said.notices;
    let hidden = ['\u{1b}', '\u{7f}', '\r', '\u{202e}', '\u{2066}'];
    let obeyed =
        all.lines().find(|line| line.trim_start().starts_with("\\!") || line.contains(hidden));
    if let Some(line) = obeyed {
        return Err(format!("a line is {line:?}"));
    }
    for part in ["\\202Edrop\\2066", "\\001B[2J", "x\\000A\\! touch"] {
        if !said.rows.contains(part) {
            return Err(format!("the plan does not show {part}"));
        }
    }
    // Errors and warnings as well.
    pair.target.sql("CREATE TABLE public.\"\u{202e}x\u{1b}\n\" ()")?;
    pair.source.sql("CREATE VIEW public.\"\u{202e}x\u{1b}\n\" AS SELECT 1 AS a; CREATE TYPE public.\"\u{202e}y\n\\! z\"; ")?;
    let said = pair.target.said(&pair.plan_sql())?;
    let all = said.rows + &said.notices;
    match said.succeeded || all.contains(hidden) || !all.contains("\\202Ex\\001B\\000A") {
        true => Err(all),
        false => Ok(()),
    }
}

/// Schemas that are not the source's to give.
fn reserved() -> Outcome {
    let pair = Pair::new(
        "hostile_schemas",
        "CREATE SCHEMA schemig; CREATE SCHEMA a; CREATE FUNCTION schemig.upgrade() RETURNS text LANGUAGE sql AS 'SELECT 1'; CREATE TABLE a.t (id integer);",
    )?;
    pair.plan()?;
    let plan = pair.target.sql(&pair.plan_sql())?;
    if plan.contains("schemig.upgrade") && plan.contains("routine schemig") {
        return Err(plan);
    }
    pair.target.fails(
        "SELECT schemig.plan('src_server', 'schemig');",
        "3F000",
        &["\"schemig\""],
    )?;
    for to in ["schemig", "schemig_trash", "pg_temp", "pg_catalog", "information_schema"] {
        let script = format!(
            "SELECT schemig.configure('src_server', 'a', '{{\"schema\": \"{to}\"}}'); SELECT schemig.plan('src_server', 'a');"
        );
        pair.target.fails(&script, "42939", &[&format!("\"{to}\"")])?;
    }
    Ok(())
}
