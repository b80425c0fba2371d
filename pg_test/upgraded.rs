//! `pg_upgrade` of the server of a source, of a target, and of both.
//!
//! `pg_test/upgraded.sh` sets `SCHEMIG_FROM_BIN`, the programs of the older version; without it there are no such trials.

use crate::follow::is_unchanged;
use crate::must::{must_have, must_lack};
use crate::private::{Private, run};
use crate::psql::Database;
use crate::{Outcome, corpus, real, server, trial};
use libtest_mimic::Trial;
use std::process::Command;

const FROM_BIN: &str = "SCHEMIG_FROM_BIN";

pub fn trials() -> Vec<Trial> {
    if std::env::var_os(FROM_BIN).is_none() {
        return Vec::new();
    }
    vec![
        trial("upgraded::target", target),
        trial("upgraded::source", source),
        trial("upgraded::one_server", one_server),
    ]
}

const PLAN: &str = "SELECT schemig.plan('src_server');";
const UPGRADE: &str = "SELECT schemig.upgrade(allow => '{data_loss}');";
const DIFFERING: &str = "SELECT * FROM schemig.verify() WHERE state NOT IN ('same', 'extra') UNION ALL SELECT kind, NULL, object, state, actual FROM schemig.drift();";

/// All that is on record, whatever the numbers of pages and transactions.
const RECORDS: &str =
    "SELECT md5(string_agg(r::text, E'\\n' ORDER BY r::text)) FROM (SELECT to_jsonb(x) AS r FROM schemig.source x
       UNION ALL SELECT to_jsonb(x) FROM schemig.revision x UNION ALL SELECT to_jsonb(x) FROM schemig.step x
       UNION ALL SELECT to_jsonb(x) FROM schemig.trash x UNION ALL SELECT to_jsonb(x) FROM schemig.fact x) AS y";

/// A server of the older version, which can become one of this version.
struct Old(Private);

impl Old {
    fn start() -> Outcome<Self> {
        let bin = std::env::var(FROM_BIN).map_err(|error| error.to_string())?;
        Private::of(&bin, "").map(Self)
    }

    fn sql(&self, database: &str, script: &str) -> Outcome<String> {
        self.0.sql(database, script)
    }

    fn version(&self) -> Outcome<String> {
        self.sql("postgres", "SELECT current_setting('server_version_num')::integer / 10000")
    }

    fn upgrade(&self, options: &[&str]) -> Outcome {
        let before = self.version()?;
        self.forget_unknown_options()?;
        let mut upgrade = Command::new(server::directory().join("upgraded.sh"));
        let bin = std::env::var(FROM_BIN).map_err(|error| error.to_string())?;
        run(upgrade.arg(&self.0.host).args(options).env("FROM_BIN", bin))?;
        match (before, self.version()?) {
            (before, now) if before == now => Err(format!("both are of version {now}")),
            _ => Ok(()),
        }
    }

    /// A newer minor release sets `pg_attver` on every column by itself. Where the server to come is an older minor release
    /// of its version, it refuses what `pg_dump` writes of that, whoever made the tables: nobody could upgrade to it.
    fn forget_unknown_options(&self) -> Outcome {
        let known = Database::new("upgraded_options")?
            .sql("CREATE TABLE t (a integer); ALTER TABLE t ALTER a SET (pg_attver = 1)");
        if known.is_ok() {
            return Ok(());
        }
        let databases = "SELECT datname FROM pg_database WHERE datallowconn";
        for database in self.sql("postgres", databases)?.lines() {
            self.sql(database, FORGET)?;
        }
        Ok(())
    }
}

/// What remains of the options of each column without that.
const FORGET: &str = "UPDATE pg_attribute SET attoptions = (
      SELECT array_agg(o) FROM unnest(attoptions) o WHERE NOT starts_with(o, 'pg_attver='))
    WHERE attoptions::text LIKE '%pg_attver=%'";

/// A source that has changed once, its target with both revisions, rows and something in the trash.
fn follow(source: &Old, target: &Old) -> Outcome {
    source.sql("postgres", "CREATE DATABASE s")?;
    source.sql("s", &real::file("dbo", "source.sql")?)?;
    source.sql("s", OBJECTS)?;
    target.sql("postgres", "CREATE DATABASE t")?;
    target.sql(
        "t",
        &format!(
            "CREATE EXTENSION schemig CASCADE;
             CREATE SERVER src_server FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '127.0.0.1', port '{}', dbname 's');
             CREATE USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (user 'postgres');
             SELECT schemig.configure('src_server', NULL::name, '{{\"drops\": \"trash\", \"case\": \"lower\"}}');
             {PLAN} {UPGRADE} INSERT INTO app.u VALUES (1, 1, 'c');",
            source.0.port
        ),
    )?;
    source.sql("s", CHANGE)?;
    let plan = target.sql("t", &format!("{PLAN} {UPGRADE}"))?;
    must_have(&plan, &["> table app.t to t2", "- table app.u to schemig_trash.u_", "proven."])?;
    unchanged(target, "before pg_upgrade")
}

const OBJECTS: &str = "CREATE SCHEMA app;
    CREATE TYPE app.mood AS ENUM ('a', 'b');
    CREATE DOMAIN app.short AS text CHECK (length(value) < 10);
    CREATE TABLE app.t (id serial PRIMARY KEY, a app.short, m app.mood DEFAULT 'a', CHECK (a IN ('a', 'b')));
    CREATE TABLE app.u (id integer PRIMARY KEY, t integer, c text);
    CREATE TABLE app.p (id integer, a text) PARTITION BY LIST (id);
    CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES IN (1);
    CREATE VIEW app.v AS SELECT id, a FROM app.t WHERE m = 'a';
    CREATE FUNCTION app.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE INDEX ON app.t (lower(a), app.f(id)) WHERE id > 1;";

const CHANGE: &str =
    "ALTER TABLE app.t RENAME TO t2; ALTER TYPE app.mood ADD VALUE 'c' AFTER 'a'; DROP TABLE app.u;
    ALTER TABLE app.t2 ADD COLUMN g integer GENERATED ALWAYS AS (id + 1) STORED;
    CREATE TABLE app.p2 PARTITION OF app.p FOR VALUES IN (2);";

fn unchanged(target: &Old, when: &str) -> Outcome {
    let plan = target.sql("t", PLAN)?;
    let differing = target.sql("t", DIFFERING)?;
    match is_unchanged(&plan) && differing.is_empty() {
        true => Ok(()),
        false => Err(format!("{when}:\n{plan}{differing}")),
    }
}

/// Back and forth, with what is in the trash, and further changes; at the end nothing is left.
fn goes_on(source: &Old, target: &Old) -> Outcome {
    target.sql("t", "SELECT schemig.downgrade(allow => '{data_loss}')")?;
    must_have(&target.sql("t", "SELECT c FROM app.u; SELECT a FROM app.t")?, &["c"])?;
    target.sql("t", UPGRADE)?;
    unchanged(target, "after a downgrade and an upgrade")?;
    source.sql("s", "ALTER TABLE app.t2 RENAME TO t3; ALTER TABLE app.t3 RENAME a TO b; CREATE TABLE app.n (i integer)")?;
    let plan = target.sql("t", &format!("{PLAN} {UPGRADE}"))?;
    must_have(&plan, &["> table app.t2 to t3", ".a to b", "+ table app.n"])?;
    unchanged(target, "after another change")?;
    target.sql("t", "SELECT schemig.downgrade('base', allow => '{data_loss}')")?;
    must_lack(&format!("{:?}", target.0.dump("t")?), &["app", "dbo"])
}

/// Nothing of the record changes, and nothing has to be done.
fn target() -> Outcome {
    let (source, target) = (Old::start()?, Old::start()?);
    follow(&source, &target)?;
    let before = target.sql("t", RECORDS)?;
    target.upgrade(&["--link"])?;
    if target.sql("t", RECORDS)? != before {
        return Err("pg_upgrade has changed the record".into());
    }
    unchanged(&target, "after pg_upgrade of the target")?;
    goes_on(&source, &target)
}

/// Another server has the source from now on: its objects are found by their names, and by their new identities later.
fn source() -> Outcome {
    let (source, target) = (Old::start()?, Old::start()?);
    follow(&source, &target)?;
    source.upgrade(&[])?;
    unchanged(&target, "after pg_upgrade of the source")?;
    goes_on(&source, &target)
}

/// Source and target in one cluster, and cases of the corpus beside them.
fn one_server() -> Outcome {
    let old = Old::start()?;
    follow(&old, &old)?;
    let cases = corpus::cases().map_err(|error| error.to_string())?;
    let version: u32 = old.version()?.trim().parse().map_err(|_| "no version")?;
    let mut followed: Vec<(String, String)> = Vec::new();
    for kind in KINDS {
        let mut left = CASES;
        for case in cases.iter().filter(|case| case.kind == kind && !case.is_of_change()) {
            let script = case.file("source.sql")?.filter(|s| corpus::since(s) <= version);
            let Some(script) = script.filter(|_| left > 0) else { continue };
            let made = beside(&old, case, &script)?;
            left -= made.iter().len();
            followed.extend(made);
        }
    }
    old.upgrade(&[])?;
    let mut faults = Vec::new();
    for (name, target) in &followed {
        let said = old.sql(target, &format!("{PLAN} {DIFFERING}"))?;
        if said.trim() != "No changes." {
            faults.push(format!("{name}:\n{said}"));
        }
        old.sql(target, "SELECT schemig.downgrade('base', allow => '{data_loss}')")?;
    }
    println!("upgraded::one_server: {} cases of the corpus", followed.len());
    match faults.is_empty() {
        true => unchanged(&old, "after pg_upgrade").and_then(|()| goes_on(&old, &old)),
        false => Err(faults.join("\n")),
    }
}

/// Kinds whose definitions the server prints.
const KINDS: [&str; 12] = [
    "table",
    "column",
    "constraint",
    "default",
    "domain",
    "index",
    "partition",
    "policy",
    "routine",
    "rule",
    "trigger",
    "view",
];

/// As many of each: a database takes a second or two.
const CASES: usize = 2;

/// A case of the corpus in databases of its own: its name and the target's; nothing where it cannot be followed as it is.
fn beside(old: &Old, case: &corpus::Case, script: &str) -> Outcome<Option<(String, String)>> {
    let name = format!("{}_{}", case.kind, case.name);
    if script.contains("CREATE ROLE") || case.file("target.sql")?.is_some() {
        return Ok(None);
    }
    let target = format!("t_{name}");
    old.sql("postgres", &format!("CREATE DATABASE \"{name}\"; CREATE DATABASE \"{target}\""))?;
    old.sql(&name, script)?;
    old.sql(
        &target,
        &format!(
            "CREATE EXTENSION schemig CASCADE;
             CREATE SERVER src_server FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '127.0.0.1', port '{}', dbname '{name}');
             CREATE USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (user 'postgres'); {PLAN} {UPGRADE}",
            old.0.port
        ),
    )?;
    Ok(Some((name, target)))
}
