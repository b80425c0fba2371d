//! PostgreSQL's own regression database, which its own upgrades are tested with: what `make installcheck` leaves behind,
//! followed whole into an empty database and taken back.
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

const NAME: &str = "regression";

/// Some tests print other plans or messages with other settings or on another minor version; they make the same objects.
const MOST: usize = 200;

const RULES: &str = r#"{"owner": "keep", "grants": "keep"}"#;

pub fn trials() -> Vec<Trial> {
    // The list of what differs is that of one version's database.
    match server::version() {
        15 => vec![trial("regression::database", database)],
        _ => Vec::new(),
    }
}

fn database() -> Outcome {
    let source = installcheck()?;
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

/// Runs the server's regression tests; their database stays.
fn installcheck() -> Outcome<Database> {
    let files = copy()?;
    let at = |name: &str| files.join(name).display().to_string();
    let output = regress()?
        .current_dir(&files)
        .args(["--max-connections=4", "--dbname", NAME, "--user=postgres"])
        .args(["--inputdir", &at("src"), "--outputdir", &at("out"), "--dlpath", &at("lib")])
        .args(["--bindir", &at("bin"), "--schedule", &at("src/parallel_schedule")])
        .args(["--host", &server::host(), "--port", &server::port()])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("pg_regress: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let passed = said.lines().filter(|line| line.contains(" ok ")).count();
    match passed {
        MOST.. => Ok(Database { name: NAME.into() }),
        _ => Err(format!("{said}\n{}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// The driver of the tests, a part of the server's development files.
fn regress() -> Outcome<Command> {
    let output = server::program("pg_config").arg("--pgxs").output();
    let output = output.map_err(|error| format!("pg_config: {error}"))?;
    let makefile = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let tree = makefile.parent().and_then(Path::parent).ok_or("pg_config --pgxs says nothing")?;
    Ok(Command::new(tree.join("test/regress/pg_regress")))
}

/// The files where the server can read them, and write beside them.
fn copy() -> Outcome<PathBuf> {
    let version = server::version().to_string();
    let root = server::directory();
    let there = root.parent().ok_or("no root")?.join("target/regression").join(version);
    let here = Path::new(&server::host()).join("regression");
    let script = r#"cp -r "$1" "$2" && mkdir -p "$2/out" && chmod -R a+rwX "$2""#;
    let status = Command::new("sh").args(["-c", script, "sh"]).arg(there).arg(&here).status();
    match status {
        Ok(status) if status.success() => Ok(here),
        other => Err(format!("no files of the regression tests (make deps): {other:?}")),
    }
}

/// The entries that differ are those of the list, no more and no less.
fn must_differ_as_listed(expected: &Dump, actual: &Dump) -> Outcome {
    let path = server::directory().join("regression/differences.txt");
    let text = std::fs::read_to_string(&path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    let listed: BTreeSet<String> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
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
