//! One construct a case: `corpus/<kind>/<case>/source.sql`, followed with no rules.
//!
//! - `source.sql` makes the source. At its head a line `-- since 15` leaves the case out on older
//!   servers, and `-- compare restored` compares with the source's dump after a restore.
//! - `target.sql`, if there, is run in the target before.
//! - `change.sql`, if there, is run in the source after the first upgrade.
//! - `plan.txt`, if there, is what the first plan must print from its second line on; `plan.17.txt` beside it from server
//!   version 17 on.
//!
//! Once followed, it also gets other names by other rules, and gets its own back.
//!
//! `corpus/rewrite` is followed under rules: see `rewrite.rs`. Cases with `old.sql`: see `changes.rs`.

use crate::dump::{Dump, unified_diff};
use crate::follow::{Compare, Pair};
use crate::{Outcome, coverage, rule_changes, server, trial};
use libtest_mimic::Trial;
use std::path::{Path, PathBuf};

pub struct Case {
    pub kind: String,
    pub name: String,
    pub directory: PathBuf,
}

pub fn trials() -> Vec<Trial> {
    cases()
        .expect("the folder of the corpus")
        .into_iter()
        .filter(|case| !case.is_of_change())
        .map(|case| {
            let name = format!("corpus::{}::{}", case.kind, case.name);
            let source = case.file("source.sql").ok().flatten().unwrap_or_default();
            trial_since(since(&source), name, move || case.run())
        })
        .collect()
}

/// A trial that is reported as ignored where the server is older than the version that it needs.
pub fn trial_since(
    needed: u32,
    name: String,
    case: impl FnOnce() -> Outcome + Send + 'static,
) -> Trial {
    let trial = trial(name, case);
    match needed > server::version() {
        true => trial.with_kind(format!("needs PostgreSQL {needed}")).with_ignored_flag(true),
        false => trial,
    }
}

pub fn cases() -> std::io::Result<Vec<Case>> {
    let mut found = Vec::new();
    for kind in folders(&server::directory().join("corpus"))? {
        if last_name(&kind) == crate::rewrite::FOLDER {
            continue;
        }
        for directory in folders(&kind)? {
            found.push(Case { kind: last_name(&kind), name: last_name(&directory), directory });
        }
    }
    Ok(found)
}

pub fn folders(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub fn last_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Case {
    /// Whether it is about two states of a source.
    pub fn is_of_change(&self) -> bool {
        self.directory.join("old.sql").exists()
    }

    fn run(&self) -> Outcome {
        let source = self
            .file("source.sql")?
            .ok_or_else(|| format!("{}: no source.sql", self.directory.display()))?;
        let mut pair = Pair::new(&format!("{}_{}", self.kind, self.name), &source)?;
        if directives(&source).any(|line| line == "compare restored") {
            pair.compare = Compare::Restored;
        }
        if let Some(script) = self.file("target.sql")? {
            pair.target.sql(&script)?;
        }
        let before = Dump::of(&pair.target)?;
        self.must_be_as_reviewed(&pair.follow()?)?;
        pair.must_be_equal(&before, "after the first upgrade")?;
        pair.must_be_unchanged("after the first upgrade")?;
        coverage::must_be_full(&pair)?;
        rule_changes::there_and_back(&pair)?;
        if let Some(change) = self.file("change.sql")? {
            self.change(&pair, &before, &change)?;
        }
        there_and_back(&pair, &before)
    }

    /// Follows a change of the source, undoes it, follows it again.
    fn change(&self, pair: &Pair, before: &Dump, change: &str) -> Outcome {
        let first = Dump::of(&pair.target)?;
        pair.source.sql(change)?;
        pair.follow()?;
        pair.must_be_equal(before, "after the change")?;
        pair.must_be_unchanged("after the change")?;
        pair.downgrade("-1")?;
        first.must_equal(&Dump::of(&pair.target)?, "after downgrade('-1')")?;
        pair.upgrade_with_loss()?;
        pair.must_be_equal(before, "after the change, again")
    }

    pub fn must_be_as_reviewed(&self, plan: &str) -> Outcome {
        let name = self.reviewed();
        let Some(expected) = self.file(&name)? else {
            return Ok(());
        };
        let printed = plan.split_once('\n').map_or("", |(_, rest)| rest);
        if printed == expected {
            return Ok(());
        }
        if std::env::var_os("SCHEMIG_WRITE_PLANS").is_some() {
            let path = self.directory.join(&name);
            return std::fs::write(&path, printed).map_err(|e| format!("{}: {e}", path.display()));
        }
        let difference = unified_diff(&expected, printed)?;
        Err(format!("the plan is not {name}\n{difference}"))
    }

    /// The file of the plan for this server's version.
    fn reviewed(&self) -> String {
        let names = (16..=server::version()).rev().map(|version| format!("plan.{version}.txt"));
        let mut there = names.filter(|name| self.directory.join(name).exists());
        there.next().unwrap_or_else(|| "plan.txt".to_owned())
    }

    pub fn file(&self, name: &str) -> Outcome<Option<String>> {
        let path = self.directory.join(name);
        if !path.exists() {
            return Ok(None);
        }
        std::fs::read_to_string(&path)
            .map(Some)
            .map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// All the way down, and up again.
fn there_and_back(pair: &Pair, before: &Dump) -> Outcome {
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")?;
    pair.upgrade_with_loss()?;
    pair.must_be_equal(before, "after downgrade('base') and upgrade()")?;
    pair.must_be_unchanged("after downgrade('base') and upgrade()")
}

/// The comment lines at the head of a script.
fn directives(script: &str) -> impl Iterator<Item = &str> {
    script.lines().map_while(|line| line.strip_prefix("-- "))
}

/// The first server version that a script needs.
pub fn since(script: &str) -> u32 {
    directives(script)
        .filter_map(|line| line.strip_prefix("since ")?.parse().ok())
        .next()
        .unwrap_or(0)
}
