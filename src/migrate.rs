//! The whole pipeline, one line a stage: read this first.

use crate::apply::{self, Direction, Expected, Server};
use crate::bodies;
use crate::catalog::{Reading, Schemas, Side};
use crate::checks;
use crate::diff::{self, Sides};
use crate::error::Result;
use crate::fact;
use crate::kind;
use crate::pg::dblink::{self, Connection};
use crate::pg::guard;
use crate::plan;
use crate::print;
use crate::revision::{self, Draft, Revision, Source};
use crate::select::{self, Target};
use crate::transform::elsewhere::Elsewhere;
use crate::transform::names::Place;
use crate::transform::{filter, names, roles, rules::Counters, rules::Rules, types::Types};
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
    let wanted = rules.wanted();
    let types = Types::read(&rules)?;
    let mut reading = side.read(&followed, &wanted)?;
    let elsewhere = Elsewhere::new(&revision::elsewhere(&source, &identity)?)?;
    reading.known.clone_from(&elsewhere.addresses);
    let unused = filter::filter(&side, &mut reading, &rules)?;
    filter::refuse_external(&side, &reading, &rules)?;
    let kept = convert(&mut reading, &rules);
    let unknown = roles::settle(&mut reading, &rules)?;
    let recorded = revision::recorded(&source)?;
    let others = revision::used_by_others(&source)?;
    let place = Place {
        database: &identity.database,
        followed: &followed,
        movable: &checks::movable(&recorded, &others),
        elsewhere: &elsewhere,
        types: &types,
    };
    let desired = names::transform(&side, &reading.facts, &rules, &place)?;
    let line = revision::line(&source)?;
    let current = line.iter().rfind(|r| r.applied);
    let here = checks::target_schemas(&desired.schemas, current);
    let actual = Side::Target.read(&here, &known(&wanted, current)?)?.facts;
    let same_rules = current.is_some_and(|r| r.rules == source.rules);
    let sides = Sides {
        source: &reading.facts,
        desired: &desired.facts,
        recorded: &recorded,
        actual: &actual,
        wanted: &wanted,
        same_rules,
        same_source: source.is(&identity),
        others: &others,
    };
    let mut changes = diff::diff(&sides, &Server { whatever_aliases: false })?;
    let taken = Side::Target.taken(&here)?;
    checks::taken(&mut changes, &desired.facts, &actual, &taken)?;
    checks::foreign(&source, &changes, &desired.facts)?;
    diff::refuse(&changes)?;
    checks::demands(&changes, &desired.facts)?;
    checks::roles(&changes, &desired.facts)?;
    let said = [unused, kept, unknown, desired.warnings].concat();
    let warnings = checks::warnings(&reading, &said);
    revision::set_identity(&source, &identity)?;
    revision::set_addresses(
        &changes.moved.iter().map(|(r, at)| (recorded[*r].id, *at)).collect::<Vec<_>>(),
    )?;
    revision::forget(&source, None)?;
    if changes.is_empty() {
        return Ok(vec!["No changes.".to_string()]);
    }
    let given = roles::given(&rules)?;
    let plan = plan::plan(&changes, (&desired.facts, &actual), &recorded, (&taken, &given))?;
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

/// Turns columns that count into the sort that the rules want; a warning for each that stays.
fn convert(reading: &mut Reading, rules: &Rules) -> Vec<String> {
    match rules.identity {
        Counters::Keep => Vec::new(),
        Counters::Serial => reading.convert(kind::to_serial),
        Counters::Identity => reading.convert(kind::to_identity),
    }
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
                let wanted = proven(line, it, direction)?;
                lines.push(run(source, it, direction, (&allowed, &wanted))?);
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

/// The optional kinds that a revision's rules want.
fn wanted_by(revision: &Revision) -> Result<Vec<&'static str>> {
    Ok(Rules::parse(&revision.rules, &kind::names())?.wanted())
}

/// The optional kinds that are wanted, and those that were: what ends may need them to come back.
fn known(wanted: &[&'static str], current: Option<&Revision>) -> Result<Vec<&'static str>> {
    let before = current.map(wanted_by).transpose()?.unwrap_or_default();
    Ok([wanted, &before].concat())
}

/// The optional kinds that a run of a revision can answer for. What the revision before did not want to
/// know of, an undo does not bring back.
fn proven(line: &[Revision], it: &Revision, direction: Direction) -> Result<Vec<&'static str>> {
    let mut wanted = wanted_by(it)?;
    let before = line.windows(2).find(|pair| pair[1].id == it.id).map(|pair| &pair[0]);
    if let (Some(before), Direction::Down) = (before, direction) {
        let known = wanted_by(before)?;
        wanted.retain(|kind| known.contains(kind));
    }
    Ok(wanted)
}

/// Runs one revision one way, proves it and records it.
fn run(
    source: &Source,
    revision: &Revision,
    direction: Direction,
    (allowed, wanted): (&BTreeSet<String>, &[&str]),
) -> Result<String> {
    let start = Instant::now();
    let steps = revision::steps(&revision.id)?;
    checks::losses(source, revision, apply::losses(&steps, direction)?, direction, allowed)?;
    let (mut brought, mut ended) =
        (revision::brought(&revision.id)?, revision::ended(&revision.id)?);
    let is_read = |kind: &'static fact::Entry| !kind.optional || wanted.contains(&kind.kind);
    brought.retain(|f| is_read(f.def.entry()));
    ended.retain(|f| is_read(f.def.entry()));
    let before = Side::Target.read(&revision.schemas, wanted)?.facts;
    let count = apply::run(&steps, direction)?;
    let after = Side::Target.read(&revision.schemas, wanted)?.facts;
    let (there, gone) = match direction {
        Direction::Up => (brought.iter().collect(), ended.iter().filter(|f| !f.adopted).collect()),
        Direction::Down => (
            ended.iter().filter(|f| !f.lost).chain(brought.iter().filter(|f| f.adopted)).collect(),
            brought.iter().filter(|f| !f.adopted).collect(),
        ),
    };
    let renames = steps.iter().any(|s| s.renames);
    let read_back = apply::prove(&before, &after, &Expected { there, gone, renames })?;
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
    roles::must_exist(&parsed)?;
    Types::read(&parsed)?;
    dblink::must_exist(server)?;
    let source = revision::ensure_source(server, schemas)?;
    revision::set_rules(&source, rules)?;
    parsed.effective()
}
