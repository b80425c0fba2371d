//! PostgreSQL's own regression database, which its own upgrades are tested with: what `make installcheck` leaves behind,
//! followed whole into an empty database and taken back. `versions::regression_database` does so on a newer server.
//!
//! `regression.sh` brings the files. `regression/differences.txt` lists the entries of the dumps that differ, each with
//! its reason; one that is equal must leave the list.

use crate::dump::Dump;
use crate::follow::{Compare, Pair};
use crate::psql::Database;
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Of the database.
pub const NAME: &str = "regression";

/// The version whose tests make it: the list of what differs is for these.
pub const VERSION: u32 = 15;

/// Some tests print other plans or messages with other settings or on another minor version; they make the same objects.
const MOST: usize = 200;

pub const RULES: &str = r#"{"owner": "keep", "grants": "keep"}"#;

pub fn trials() -> Vec<Trial> {
    let trial = trial("regression::database", database);
    vec![match server::version() {
        VERSION => trial,
        _ => trial.with_kind(format!("on PostgreSQL {VERSION} alone")).with_ignored_flag(true),
    }]
}

fn database() -> Outcome {
    Place::here().installcheck()?;
    let source = Database { name: NAME.into() };
    let target = Database::target_of(&source)?;
    let pair = Pair { source, target, schema: "NULL", compare: Compare::Exactly };
    pair.target.sql(&format!("SELECT schemig.configure('src_server', NULL::name, '{RULES}')"))?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    pair.must_be_unchanged("after the upgrade")?;
    let expected = Dump::with_privileges(&pair.source)?.and(&before);
    must_differ_as_listed(&expected, &Dump::with_privileges(&pair.target)?)?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::with_privileges(&pair.target)?, "after downgrade('base')")
}

/// A server that can run the tests.
pub struct Place {
    /// Its directory, which it can read, with its socket.
    pub host: String,
    pub port: String,
    /// Of its programs.
    pub bin: PathBuf,
}

impl Place {
    fn here() -> Self {
        let bin = std::env::var("PG_BIN").expect("PG_BIN, set by server.sh");
        Self { host: server::host(), port: server::port(), bin: bin.into() }
    }

    fn files(&self) -> PathBuf {
        Path::new(&self.host).join("regression")
    }

    /// Runs the server's regression tests; their database stays.
    pub fn installcheck(&self) -> Outcome {
        self.copy()?;
        let at = |name: &str| self.files().join(name).display().to_string();
        let output = self
            .regress()?
            .current_dir(self.files())
            .args(["--max-connections=4", "--dbname", NAME, "--user=postgres"])
            .args(["--inputdir", &at("src"), "--outputdir", &at("out"), "--dlpath", &at("lib")])
            .args(["--bindir", &at("bin"), "--schedule", &at("src/parallel_schedule")])
            .args(["--host", &self.host, "--port", &self.port])
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("pg_regress: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let passed = said.lines().filter(|line| line.contains(" ok ")).count();
        match passed {
            MOST.. => Ok(()),
            _ => Err(format!("{said}\n{}", String::from_utf8_lossy(&output.stderr))),
        }
    }

    /// The driver of the tests, a part of the server's development files.
    fn regress(&self) -> Outcome<Command> {
        let output = Command::new(self.bin.join("pg_config")).arg("--pgxs").output();
        let output = output.map_err(|error| format!("pg_config: {error}"))?;
        let makefile = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        let tree =
            makefile.parent().and_then(Path::parent).ok_or("pg_config --pgxs says nothing")?;
        Ok(Command::new(tree.join("test/regress/pg_regress")))
    }

    /// The files where the server can read them, and write beside them.
    fn copy(&self) -> Outcome {
        let root = server::directory();
        let there =
            root.parent().ok_or("no root")?.join("target/regression").join(VERSION.to_string());
        let script = r#"cp -r "$1" "$2" && mkdir -p "$2/out" && chmod -R a+rwX "$2""#;
        let mut shell = Command::new("sh");
        let status = shell.args(["-c", script, "sh"]).arg(there).arg(self.files()).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            other => Err(format!("no files of the regression tests (make deps): {other:?}")),
        }
    }

    /// Puts libraries for a server of another version in the place of the server's own.
    pub fn turn_libraries(&self, version: u32) -> Outcome {
        let at = |name: &str| self.files().join(name);
        std::fs::rename(at("lib"), at("lib-own"))
            .and_then(|()| std::fs::rename(at(&format!("lib-{version}")), at("lib")))
            .map_err(|error| format!("lib-{version}: {error}"))
    }
}

/// The entries that differ are those of the list, no more and no less.
pub fn must_differ_as_listed(expected: &Dump, actual: &Dump) -> Outcome {
    let path = server::directory().join("regression/differences.txt");
    let text = std::fs::read_to_string(&path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    let listed: BTreeSet<String> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(listed_here)
        .map(str::to_owned)
        .collect();
    let found = expected.titles_that_differ(actual);
    if found == listed {
        return Ok(());
    }
    let lines =
        |set: &BTreeSet<String>| set.iter().map(|title| format!("  {title}\n")).collect::<String>();
    Err(format!(
        "differ and are not listed:\n{}are listed and do not differ:\n{}{}",
        lines(&(&found - &listed)),
        lines(&(&listed - &found)),
        expected.difference(actual)?
    ))
}

/// The title in a line of the list, unless it is one for targets of other versions: `into 18: ...`.
fn listed_here(line: &str) -> Option<&str> {
    match line.strip_prefix("into ").and_then(|rest| rest.split_once(": ")) {
        Some((version, title)) => (version == server::version().to_string()).then_some(title),
        None => Some(line),
    }
}
