//! The whole pipeline, one line a stage: read this first.

use crate::apply::{self, Direction, Expected, Server};
use crate::bodies;
use crate::catalog::{Schemas, Side};
use crate::checks;
use crate::diff::{self, Sides};
use crate::error::Result;
use crate::kind;
use crate::pg::dblink::{self, Connection};
use crate::pg::guard;
use crate::plan;
use crate::print;
use crate::revision::{self, Draft, Revision, Source};
use crate::select::{self, Target};
use crate::transform::{filter, names, rules::Rules};
use std::collections::BTreeSet;
use std::time::Instant;

/// Reads the source, compares, and writes a pending revision when something must change.
pub fn plan(server: &str, schemas: &Schemas, message: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    dblink::must_exist(server)?;
    let source = revision::ensure_source(server, schemas)?;
    let side = Side::Source(Connection::open(server)?);
    let identity = side.identity()?;
    let followed = side.schemas(schemas, server)?;
    let rules = Rules::parse(&source.rules, &kind::names())?;
    let mut reading = side.read(&followed)?;
    let unused = filter::filter(&side, &mut reading, &rules)?;
    filter::refuse_external(&side, &reading, &rules)?;
    let desired = names::transform(&side, &reading.facts, &rules, &identity.database, &followed)?;
    let line = revision::line(&source)?;
    let current = line.iter().rfind(|r| r.applied);
    let here = checks::target_schemas(&desired.schemas, current);
    let actual = Side::Target.read(&here)?.facts;
    let recorded = revision::recorded(&source)?;
    let same_rules = current.is_some_and(|r| r.rules == source.rules);
    let sides = Sides {
        source: &reading.facts,
        desired: &desired.facts,
        recorded: &recorded,
        actual: &actual,
        same_rules,
        same_source: source.is(&identity),
    };
    let changes = diff::diff(&sides, &Server)?;
    checks::foreign(&source, &changes, &desired.facts)?;
    diff::refuse(&changes)?;
    checks::demands(&changes, &desired.facts)?;
    let warnings = checks::warnings(&reading, &[unused, desired.warnings].concat());
    revision::set_identity(&source, &identity)?;
    revision::set_addresses(
        &changes.moved.iter().map(|(r, at)| (recorded[*r].id, *at)).collect::<Vec<_>>(),
    )?;
    revision::forget(&source, None)?;
    if changes.is_empty() {
        return Ok(vec!["No changes.".to_string()]);
    }
    let plan = plan::plan(&changes, &desired.facts, &actual)?;
    let id = revision::new_id()?;
    let adopted = checks::adopted(&changes, &desired.facts);
    let lines = print::plan(&id, &source, &identity, &plan, &adopted, &warnings)?;
    let draft = Draft {
        message,
        lines: &lines,
        warnings: &warnings,
        rules: &source.rules,
        schemas: &here,
        identity: &identity,
    };
    revision::write(&source, &id, &draft, &plan.steps)?;
    let (new, old) = ((&reading.facts, &desired.facts), (&actual, recorded.as_slice()));
    revision::write_facts(&source, &id, &changes, new, old)?;
    Ok(lines)
}

/// Applies pending revisions up to the one named.
pub fn upgrade(
    revision: &str,
    source: Option<&str>,
    allow: &[String],
    dry_run: bool,
) -> Result<Vec<String>> {
    travel(revision, source, allow, dry_run, Direction::Up)
}

/// Takes back applied revisions down to the one named.
pub fn downgrade(
    revision: &str,
    source: Option<&str>,
    allow: &[String],
    dry_run: bool,
) -> Result<Vec<String>> {
    travel(revision, source, allow, dry_run, Direction::Down)
}

fn travel(
    revision: &str,
    source: Option<&str>,
    allow: &[String],
    dry_run: bool,
    direction: Direction,
) -> Result<Vec<String>> {
    select::lock()?;
    let allowed = select::hazards(allow)?;
    let targets = select::targets(revision, source)?;
    let work = move || {
        let mut lines = Vec::new();
        if targets.is_empty() {
            lines.push("Nothing to do: no source is followed.".to_string());
        }
        for Target { source, line, at, to } in &targets {
            let todo: Vec<&Revision> = match direction {
                Direction::Up => line.get(*at..*to).unwrap_or_default().iter().collect(),
                Direction::Down => line.get(*to..*at).unwrap_or_default().iter().rev().collect(),
            };
            if todo.is_empty() {
                lines.push(print::nothing(source, line, *at, direction));
            }
            for it in todo {
                lines.push(run(source, it, direction, &allowed)?);
            }
        }
        Ok(lines)
    };
    if !dry_run {
        return work();
    }
    let mut lines = guard::in_subtransaction(work)?;
    lines.push("Dry run: everything was rolled back.".to_string());
    Ok(lines)
}

/// Runs one revision one way, proves it and records it.
fn run(
    source: &Source,
    revision: &Revision,
    direction: Direction,
    allowed: &BTreeSet<String>,
) -> Result<String> {
    let start = Instant::now();
    let steps = revision::steps(&revision.id)?;
    checks::losses(source, revision, apply::losses(&steps, direction)?, direction, allowed)?;
    let (brought, ended) = (revision::brought(&revision.id)?, revision::ended(&revision.id)?);
    let before = Side::Target.read(&revision.schemas)?.facts;
    let count = apply::run(&steps, direction)?;
    let after = Side::Target.read(&revision.schemas)?.facts;
    let (there, gone) = match direction {
        Direction::Up => (brought.iter().collect(), ended.iter().filter(|f| !f.adopted).collect()),
        Direction::Down => (
            ended.iter().filter(|f| !f.lost).chain(brought.iter().filter(|f| f.adopted)).collect(),
            brought.iter().filter(|f| !f.adopted).collect(),
        ),
    };
    let read_back = apply::prove(&before, &after, &Expected { there, gone })?;
    match direction {
        Direction::Up => {
            revision::set_definitions(&read_back)?;
            revision::set_applied(&revision.id)?;
            bodies::check(revision, &brought, &after)?;
        }
        Direction::Down => revision::set_undone(&revision.id)?,
    }
    Ok(print::done(source, revision, direction, count, start.elapsed()))
}

/// Prints the statements of a revision as a script for psql.
pub fn script(revision: &str, source: Option<&str>, undo: bool) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for Target { source, line, to, .. } in select::targets(revision, source)? {
        let Some(it) = to.checked_sub(1).and_then(|i| line.get(i)) else { continue };
        let steps = revision::steps(&it.id)?;
        lines.extend(print::script(&source, it, &steps, undo)?);
    }
    Ok(lines)
}

/// Forgets revisions that are not in effect, from the one named on.
pub fn discard(revision: &str, source: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for Target { source, line, to, .. } in select::targets(revision, source)? {
        let it = to.checked_sub(1).and_then(|i| line.get(i)).filter(|r| !r.applied);
        match it {
            Some(it) => {
                let gone = revision::forget(&source, Some(&it.id))?;
                lines.push(format!("Discarded {} of {}.", gone.join(", "), source.name));
            }
            None if revision == "head" || to == 0 => {
                lines.push(format!("Nothing to discard: {} has no pending revision.", source.name));
            }
            None => return Err(select::in_effect(&source, revision)),
        }
    }
    Ok(lines)
}

/// Sets the rules of a source; returns them with every default spelled out.
pub fn configure(server: &str, schemas: &Schemas, rules: &str) -> Result<String> {
    select::lock()?;
    let parsed = Rules::parse(rules, &kind::names())?;
    dblink::must_exist(server)?;
    let source = revision::ensure_source(server, schemas)?;
    revision::set_rules(&source, rules)?;
    parsed.effective()
}
