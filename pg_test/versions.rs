//! A source on a server of another major version than the target's.
//!
//! `pg_test/mixed.sh` starts that server, and sets `SCHEMIG_SOURCE_PORT`; without it there are no such trials. What a case of
//! the corpus makes in the source arrives, a second plan finds nothing, and it can be taken back; so can its change. Where the
//! source is the older one, the target must be what `pg_dump` of the target's version makes of the source.

mod changes;
mod regression;
mod unfit;

use crate::dump::Dump;
use crate::follow::is_unchanged;
use crate::psql::{self, Database};
use crate::{Outcome, corpus, server, trial};
use libtest_mimic::Trial;
use std::process::Stdio;
use std::sync::OnceLock;

const PORT: &str = "SCHEMIG_SOURCE_PORT";
const HOST: &str = "SCHEMIG_SOURCE_HOST";

pub fn trials() -> Vec<Trial> {
    if std::env::var_os(PORT).is_none() {
        return Vec::new();
    }
    let cases = corpus::cases().expect("the folder of the corpus").into_iter();
    let (changes, cases): (Vec<_>, Vec<_>) = cases.partition(|case| case.is_of_change());
    let cases = cases.into_iter().map(|case| {
        let name = format!("versions::{}::{}", case.kind, case.name);
        let script = case.file("source.sql").ok().flatten().unwrap_or_default();
        let needed = corpus::since(&script);
        let trial = trial(name, move || followed(&case, &script));
        match needed > version() {
            true => trial
                .with_kind(format!("needs a source of PostgreSQL {needed}"))
                .with_ignored_flag(true),
            false => trial,
        }
    });
    let cases = cases.chain(changes::trials(changes));
    cases.chain(unfit::trials()).chain(regression::trials()).collect()
}

fn port() -> String {
    std::env::var(PORT).expect("SCHEMIG_SOURCE_PORT, set by mixed.sh")
}

/// Port, directory and programs of the source's server, if there is one.
pub fn source() -> Option<[String; 3]> {
    let bin = "SCHEMIG_SOURCE_BIN";
    let found = [PORT, HOST, bin].map(|name| std::env::var(name).ok());
    let [port, host, bin] = found;
    Some([port?, host?, bin?])
}

/// Major version of the source's server.
fn version() -> u32 {
    static VERSION: OnceLock<u32> = OnceLock::new();
    *VERSION.get_or_init(|| {
        let shown = psql::at_port(&port(), "postgres", "SHOW server_version_num");
        shown.expect("version of the source's server").trim().parse::<u32>().expect("a number")
            / 10_000
    })
}

/// A database of the source's server, dropped at the end of the case.
struct Source {
    name: String,
}

impl Source {
    fn new(hint: &str, script: &str) -> Outcome<Self> {
        let name = psql::unique(&format!("{hint}_source"));
        psql::at_port(
            &port(),
            "postgres",
            &format!("CREATE DATABASE \"{name}\" TEMPLATE template0"),
        )?;
        let source = Source { name };
        source.sql(script)?;
        Ok(source)
    }

    fn sql(&self, script: &str) -> Outcome<String> {
        psql::at_port(&port(), &self.name, script)
    }

    /// A target that follows it.
    fn target(&self) -> Outcome<Database> {
        let target = Database::with_extension(&self.name)?;
        target.sql(&format!(
            "CREATE SERVER src_server FOREIGN DATA WRAPPER dblink_fdw
               OPTIONS (host '127.0.0.1', port '{}', dbname '{}');
             CREATE USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (user 'postgres');",
            port(),
            self.name
        ))?;
        Ok(target)
    }

    /// What a restore of its dump makes of it on the target's server.
    fn restored(&self) -> Outcome<Dump> {
        let copy = Database::new(&format!("{}_restored", self.name))?;
        copy.sql(&self.dumped(&["--no-privileges"])?)?;
        Dump::of(&copy)
    }

    /// The same with privileges, where the target's server refuses some of the statements.
    fn restored_as_far_as_it_goes(&self) -> Outcome<Dump> {
        let copy = Database::new(&format!("{}_restored", self.name))?;
        copy.said(&format!("\\set ON_ERROR_STOP 0\n{}", self.dumped(&[])?))?;
        Dump::with_privileges(&copy)
    }

    /// Its dump by the program of the target's version.
    fn dumped(&self, options: &[&str]) -> Outcome<String> {
        let output = server::program("pg_dump")
            .env("PGHOST", "127.0.0.1")
            .env("PGPORT", port())
            .args(["--schema-only", &self.name])
            .args(options)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("pg_dump: {error}"))?;
        if !output.status.success() {
            return Err(format!("pg_dump: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let text = text.lines().filter_map(without_version).collect::<Vec<_>>().join("\n");
        Ok(text.replace("CREATE SCHEMA public;", "CREATE SCHEMA IF NOT EXISTS public;"))
    }
}

/// A line of a dump without the option `pg_attver`, which newer minor releases set on columns by themselves, and others
/// do not know; none where nothing remains.
fn without_version(line: &str) -> Option<String> {
    let Some((head, options)) = line.split_once(" SET (").filter(|_| line.contains("pg_attver="))
    else {
        return Some(line.to_owned());
    };
    let options = options.trim_end_matches(");").split(", ");
    let kept: Vec<&str> = options.filter(|o| !o.starts_with("pg_attver=")).collect();
    match kept.is_empty() {
        false => Some(format!("{head} SET ({});", kept.join(", "))),
        // Another statement may stand before it on its line.
        true => head.rfind(";ALTER ").map(|end| head[..=end].to_owned()),
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        let script = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name);
        if let Err(message) = psql::at_port(&port(), "postgres", &script) {
            eprintln!("{message}");
        }
    }
}

/// What a restore makes another of, while the target has it as the source: `pg_dump` writes languages without their
/// handlers, as if an extension brought them; a child gets the storage that its parent alone has. Functions that need each
/// other it writes in an order in which they cannot be made.
const NOT_RESTORED: [&str; 4] =
    ["language/own", "column/marks", "routine/circles", "routine/defaults_in_circles"];

/// Entries that differ from those of a restore on 18. Whose the NOT NULL of an heir's own column is, older servers do not say:
/// `pg_dump` leaves it to the parent (`flagInhAttrs`); here it is the heir's own, as the column is.
const OWN: (&str, [&str; 2]) =
    ("foreign_table/inherits", ["FOREIGN TABLE public.attached", "FOREIGN TABLE public.more"]);

/// The source's dump, restored, has the same entries as the target's, but for those of [`OWN`].
fn must_be_as_restored(case: &corpus::Case, expected: &Dump, actual: &Dump) -> Outcome {
    if server::version() < 18 || !case.directory.ends_with(OWN.0) {
        return expected.must_equal(actual, "after the first upgrade");
    }
    let differ = expected.titles_that_differ(actual);
    match differ.iter().eq(OWN.1) {
        true => Ok(()),
        false => Err(format!("{differ:?} differ:\n{}", expected.difference(actual)?)),
    }
}

const PLAN: &str = "SELECT schemig.plan('src_server');";

/// Nothing differs, in the source's eyes and in the record's.
fn must_be_unchanged(target: &Database, when: &str) -> Outcome {
    let plan = target.sql(PLAN)?;
    if !is_unchanged(&plan) {
        return Err(format!("{when}: the plan should print `No changes.`:\n{plan}"));
    }
    let differing =
        target.sql("SELECT * FROM schemig.verify() WHERE state NOT IN ('same', 'extra')")?;
    match differing.is_empty() {
        true => Ok(()),
        false => Err(format!("{when}: schemig.verify() says\n{differing}")),
    }
}

fn followed(case: &corpus::Case, script: &str) -> Outcome {
    if script.contains("CREATE ROLE") {
        // Roles are the server's: this makes the target's.
        Database::new("roles")?.said(script)?;
    }
    let source = Source::new(&case.name, script)?;
    let target = source.target()?;
    if let Some(script) = case.file("target.sql")? {
        target.sql(&script)?;
    }
    let before = Dump::of(&target)?;
    target.sql(PLAN)?;
    target.sql("SELECT schemig.upgrade(allow => '{data_loss}');")?;
    must_be_unchanged(&target, "after the first upgrade")?;
    let restored = !NOT_RESTORED.iter().any(|name| case.directory.ends_with(name));
    if restored && version() < server::version() {
        // A restore may put columns that are inherited before others.
        let expected = source.restored()?.and(&before).columns_sorted();
        must_be_as_restored(case, &expected, &Dump::of(&target)?.columns_sorted())?;
    }
    if let Some(change) = case.file("change.sql")? {
        source.sql(&change)?;
        target.sql(PLAN)?;
        target.sql("SELECT schemig.upgrade(allow => '{data_loss}');")?;
        must_be_unchanged(&target, "after the change")?;
    }
    target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}');")?;
    before.must_equal(&Dump::of(&target)?, "after downgrade('base')")
}
