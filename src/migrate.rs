//! The whole pipeline, one line a stage: read this first.

use crate::apply::{self, Direction, Expected, Server};
use crate::bodies;
use crate::catalog::{Identity, Reading, Schemas, Side};
use crate::checks;
use crate::diff::{self, Changes, Drift, Recorded, Sides};
use crate::error::Result;
use crate::fact::{self, Facts};
use crate::hazard::{self, Problem};
use crate::kind;
use crate::pg::dblink::{self, Connection};
use crate::pg::{guard, spi};
use crate::plan::{self, Given, Rebuild, Trash};
use crate::print;
use crate::purge;
use crate::revision::{self, Draft, Revision, Source};
use crate::select::{self, Target};
use crate::transform::elsewhere::Elsewhere;
use crate::transform::names::{self, Desired, Place};
use crate::transform::rules::{Counters, Drops, Rules};
use crate::transform::{filter, roles, types::Types};
use crate::verify::{self, Compared, Verdict};
use std::collections::{BTreeSet, HashSet};
use std::time::Instant;

const STRICT: Server = Server { whatever_aliases: false };
const LENIENT: Server = Server { whatever_aliases: true };

/// A source under its rules, next to what this database has and what is on record.
struct View {
    identity: Identity,
    rules: Rules,
    reading: Reading,
    desired: Desired,
    /// What filters and conversions have to say.
    said: Vec<String>,
    recorded: Vec<Recorded>,
    others: HashSet<String>,
    /// The last applied revision.
    current: Option<Revision>,
    /// Schemas of this database that are compared, and what is in them.
    here: Vec<String>,
    /// Other schemas that hold something that depends on what is dropped, with what is in them.
    beside: Vec<String>,
    actual: Facts,
}

/// Reads both sides and applies the rules.
fn look(source: &Source) -> Result<View> {
    let rules = Rules::parse(&source.rules, &kind::names())?;
    let types = Types::read(&rules)?;
    let side = Side::Source(Connection::open(&source.server)?);
    let identity = side.identity()?;
    let followed = side.schemas(&source.schemas, &source.server)?;
    let wanted = rules.wanted(source.schemas.is_none());
    let mut reading = side.read(&followed, &wanted)?;
    let elsewhere = Elsewhere::new(&revision::elsewhere(source, &identity)?)?;
    reading.known.clone_from(&elsewhere.addresses);
    let mut said = filter::filter(&side, &mut reading, &rules)?;
    said.extend(reading.fit());
    filter::refuse_external(&side, &reading, &rules)?;
    said.extend(convert(&mut reading, &rules));
    said.extend(roles::settle(&mut reading, &rules)?);
    let recorded = revision::recorded(source)?;
    let others = revision::used_by_others(source)?;
    let place = Place {
        database: &identity.database,
        followed: &followed,
        movable: &checks::movable(&recorded, &others),
        elsewhere: &elsewhere,
        types: &types,
    };
    let desired = names::transform(&side, &reading.facts, &rules, &place)?;
    let current = revision::line(source)?.into_iter().rfind(|r| r.applied);
    let here = checks::target_schemas(&desired.schemas, current.as_ref());
    let actual = Side::Target.read(&here, &known(&wanted, current.as_ref())?)?.facts;
    let beside = Vec::new();
    Ok(View {
        identity,
        rules,
        reading,
        desired,
        said,
        recorded,
        others,
        current,
        here,
        beside,
        actual,
    })
}

/// What a comparison finds, and the facts under the names that they have on the way.
struct Found {
    changes: Changes,
    /// The desired facts under the names on record.
    before: Facts,
    /// The target's facts under the names that they get.
    ahead: Facts,
}

impl View {
    fn compare(&self, source: &Source) -> Result<Found> {
        let current = self.current.as_ref();
        let others = |r: &Revision| {
            Rules::parse(&r.rules, &kind::names()).map(|old| old.types != self.rules.types)
        };
        let (facts, desired, recorded) =
            (&self.reading.facts, &self.desired.facts, self.recorded.as_slice());
        let same_source = source.is(&self.identity);
        let matches = diff::pair(facts, desired, recorded, same_source);
        let before = diff::before(facts, desired, recorded, &matches)?;
        let before = names::under(desired, &before, false)?;
        let sides = Sides {
            source: facts,
            desired,
            recorded,
            actual: &self.actual,
            matches: &matches,
            before: &before,
            wanted: &self.rules.wanted(source.schemas.is_none()),
            same_rules: current.is_some_and(|r| r.rules == source.rules),
            same_source,
            keep: self.rules.drops == Drops::Keep,
            other_types: current.map(others).transpose()?.unwrap_or(false),
            others: &self.others,
        };
        let mut changes = diff::diff(&sides, &STRICT, &LENIENT)?;
        let ahead = names::under(&self.actual, &diff::after(&sides, &changes)?, true)?;
        diff::settle(&sides, &ahead, &mut changes)?;
        Ok(Found { changes, before, ahead })
    }

    /// Compares; where something must be dropped, also with what depends on it, wherever that is.
    fn compare_all(&mut self, source: &Source) -> Result<Found> {
        let found = self.compare(source)?;
        if !found.changes.removes() {
            return Ok(found);
        }
        let schemas = Side::Target.with_dependents(&self.here)?;
        self.actual = Side::Target.read(&schemas, &kind::optional())?.facts;
        self.beside = schemas.into_iter().filter(|s| !self.here.contains(s)).collect();
        self.compare(source)
    }

    /// What must be made again along with the changes, and what goes to the trash.
    fn part(&self, changes: &mut Changes, ahead: &Facts, id: &str) -> Result<(Rebuild, Trash)> {
        let (desired, actual) = (&self.desired.facts, &self.actual);
        if self.rules.drops != Drops::Trash {
            let rebuild = plan::rebuild(changes, desired, (actual, ahead), None)?;
            return Ok((rebuild, Trash::default()));
        }
        let there = purge::found(actual, &revision::names_in_trash()?);
        let mut rebuild = plan::rebuild(changes, desired, (actual, ahead), Some(&there))?;
        let trash = Trash::find(changes, &mut rebuild, (actual, &self.recorded), id)?;
        Ok((rebuild, trash))
    }

    fn drift(&self) -> Result<Vec<Drift>> {
        let others = purge::with_labels(&self.others, &self.actual)?;
        diff::drift(&self.recorded, &self.actual, &others, &LENIENT)
    }
}

/// Reads the source, compares, and writes a pending revision when something must change.
pub fn plan(server: &str, schemas: &Schemas, message: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    dblink::must_exist(server)?;
    let source = revision::ensure_source(server, schemas)?;
    let mut view = look(&source)?;
    let drift = view.drift()?;
    let Found { mut changes, before, ahead } = view.compare_all(&source)?;
    let (desired, actual, recorded) = (&view.desired.facts, &view.actual, &view.recorded);
    let taken = Side::Target.taken(&view.here)?;
    checks::taken(&mut changes, desired, actual, &taken)?;
    checks::foreign(&source, &changes, desired)?;
    diff::refuse(&changes)?;
    checks::demands(&changes, desired)?;
    checks::roles(&changes, desired)?;
    revision::set_identity(&source, &view.identity)?;
    revision::set_addresses(&changes.moved, recorded)?;
    revision::forget(&source, None)?;
    if changes.is_empty() {
        return Ok(print::unchanged(&drift));
    }
    let id = revision::new_id()?;
    let (rebuild, trash) = view.part(&mut changes, &ahead, &id)?;
    let kept = checks::kept(&changes, recorded);
    let said = [view.said.as_slice(), &view.desired.warnings, &kept, &trash.warnings].concat();
    let warnings = checks::warnings(&view.reading, &said);
    let claims = hazard::claims(&changes, &rebuild, (desired, &before, actual))?;
    let privileges = roles::given(&view.rules)?;
    let given = Given {
        desired,
        actual,
        ahead: &ahead,
        recorded,
        taken: &taken,
        privileges: &privileges,
        claims: &claims,
        trash: &trash,
    };
    let plan = plan::plan(&changes, &rebuild, &given)?;
    let adopted = checks::adopted(&changes, desired);
    let lines = print::plan(&id, &source, &view.identity, &plan, (&adopted, &drift, &warnings))?;
    let draft = Draft {
        message,
        lines: &lines,
        warnings: &warnings,
        rules: &source.rules,
        schemas: &view.here,
        beside: &view.beside,
        rebuilds: !rebuild.is_empty(),
        identity: &view.identity,
    };
    revision::write(&source, &id, &draft, &plan)?;
    let (new, old) = ((&view.reading.facts, desired), (actual, recorded.as_slice()));
    revision::write_facts(&source, &id, &changes, new, old)?;
    Ok(lines)
}

/// Compares live sources with this database, object by object.
pub fn verify(source: Option<&str>) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for source in revision::sources(source)? {
        let view = look(&source)?;
        let others = purge::with_labels(&view.others, &view.actual)?;
        let compared = Compared {
            source: &view.reading.facts,
            desired: &view.desired.facts,
            actual: &view.actual,
            recorded: &view.recorded,
            others: &others,
        };
        verdicts.extend(verify::verify(&compared, &STRICT)?);
    }
    Ok(verdicts)
}

/// Compares this database with the record.
pub fn drift(source: Option<&str>) -> Result<Vec<Drift>> {
    let mut rows = Vec::new();
    for source in revision::sources(source)? {
        let Some(current) = revision::line(&source)?.into_iter().rfind(|r| r.applied) else {
            continue;
        };
        let actual = Side::Target.read(&current.schemas, &wanted_by(&current)?)?.facts;
        let (recorded, others) = (revision::recorded(&source)?, revision::used_by_others(&source)?);
        let others = purge::with_labels(&others, &actual)?;
        rows.extend(diff::drift(&recorded, &actual, &others, &LENIENT)?);
    }
    Ok(rows)
}

/// Looks for rows that steps which are not in effect would choke on.
pub fn preflight(revision: &str, source: Option<&str>) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for Target { line, at, to, .. } in select::targets(revision, source)? {
        for it in line.get(at..to).unwrap_or_default() {
            for step in revision::steps(&it.id)? {
                problems.extend(hazard::problems(step.number, &step.object, &step.doubts));
            }
        }
    }
    Ok(problems)
}

/// Records that the target is at a revision.
pub fn stamp(revision: &str, source: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for Target { source, line, at, to } in select::targets(revision, source)? {
        for it in line.get(at..to).unwrap_or_default() {
            revision::set_applied(&it.id)?;
        }
        for it in line.get(to..at).unwrap_or_default().iter().rev() {
            revision::set_undone(&it.id)?;
        }
        let differing = drift(Some(&source.name))?.len();
        lines.push(print::stamped(&source, &line, to, differing));
    }
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
    Ok(Rules::parse(&revision.rules, &kind::names())?.wanted(revision.whole))
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
    (allowed, wanted): (&BTreeSet<String>, &[&'static str]),
) -> Result<String> {
    let start = Instant::now();
    let steps = revision::steps(&revision.id)?;
    checks::losses(source, revision, apply::losses(&steps, direction)?, direction, allowed)?;
    let (mut brought, mut ended) =
        (revision::brought(&revision.id)?, revision::ended(&revision.id)?);
    let is_read = |kind: &'static fact::Entry| !kind.optional || wanted.contains(&kind.kind);
    brought.retain(|f| is_read(f.def.entry()));
    ended.retain(|f| is_read(f.def.entry()));
    // What is dropped and made again must come back with everything that was said of it.
    let read = if revision.rebuilds { kind::optional() } else { wanted.to_vec() };
    let schemas = [revision.schemas.as_slice(), &revision.beside].concat();
    let before = Side::Target.read(&schemas, &read)?.facts;
    let count = apply::run(&steps, direction)?;
    let after = Side::Target.read(&schemas, &read)?.facts;
    let (there, gone) = match direction {
        Direction::Up => (brought.iter().collect(), ended.iter().filter(|f| !f.kept).collect()),
        Direction::Down => (
            ended.iter().filter(|f| !f.lost).chain(brought.iter().filter(|f| f.adopted)).collect(),
            brought.iter().filter(|f| !f.adopted).collect(),
        ),
    };
    let renames = steps.iter().any(|s| s.renames);
    let names = revision::names_in_trash()?;
    let trash = (purge::found(&before, &names), purge::found(&after, &names));
    let expected = Expected { there, gone, renames, wanted, direction, trash };
    let read_back = apply::prove(&before, &after, &expected)?;
    match direction {
        Direction::Up => {
            revision::set_definitions(&read_back)?;
            revision::set_applied(&revision.id)?;
            bodies::check(revision, &brought, &after)?;
        }
        Direction::Down => {
            revision::set_undone(&revision.id)?;
            purge::close()?;
        }
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

/// Names and types that rules changed: kind, name in the source, name here and rules.
pub fn mapping(source: Option<&str>) -> Result<Vec<spi::Row>> {
    revision::mapping(source)
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

/// Removes for good what a revision has in the trash.
pub fn purge(revision: &str, source: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for Target { source, line, at, to } in select::targets(revision, source)? {
        // Only what is in effect has something there.
        let to = if revision == "head" { at } else { to };
        match to.checked_sub(1).and_then(|i| line.get(i)) {
            Some(it) => {
                lines.extend(purge::empty(&source, it)?);
                revision::set_purged(&it.id)?;
                purge::close()?;
            }
            None => lines.push(format!("Nothing to purge: {} is at base.", source.name)),
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
