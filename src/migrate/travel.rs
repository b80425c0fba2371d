//! Revisions that go into effect, and out of it.

use super::turns::turns;
use super::view::{drifted, wanted_by};
use crate::apply::{self, Direction, Expected, Took};
use crate::batch;
use crate::bodies;
use crate::catalog::Side;
use crate::checks;
use crate::diff::Left;
use crate::error::Result;
use crate::fact::{self, Facts};
use crate::fingerprint;
use crate::kind;
use crate::pg::guard;
use crate::print;
use crate::purge;
use crate::revision::{self, Revision, Seen, Source, Stored};
use crate::select::{self, Target};
use std::collections::BTreeSet;
use std::time::Instant;

/// Applies pending revisions up to the one named.
pub fn upgrade(
    revision: &str,
    source: Option<&str>,
    allow: &[String],
    dry_run: bool,
) -> Result<Vec<String>> {
    travel(revision, source, allow, dry_run, Direction::Up)
}

/// Runs the next statements of the first pending revision, and proves the target after the last; none is left when it
/// returns nothing.
pub fn upgrade_batch(
    revision: &str,
    source: Option<&str>,
    allow: &[String],
    size: i32,
) -> Result<Option<String>> {
    select::lock()?;
    let (allowed, size) = (select::hazards(allow)?, batch::size(size)?);
    let targets = select::targets(revision, source)?;
    let Some((Target { source, line, .. }, it)) = turns(&targets, Direction::Up).into_iter().next()
    else {
        return Ok(None);
    };
    let (steps, done) = (revision::kept_steps(&it.id)?, it.reached.unwrap_or_default());
    if done == 0 {
        checks::losses(source, it, steps.iter(), Direction::Up, &allowed)?;
    }
    let units = batch::units(&steps);
    // The proof comes in a transaction of its own, with the locks of what it reads alone.
    if done == units.len() {
        drop(steps);
        revision::forget_steps();
        let wanted = proven(line, it, Direction::Up)?;
        let mut here = Here::default();
        let (said, _) = run(source, it, Direction::Up, (&allowed, &wanted), &mut here)?;
        rest(source, (it, line), &here)?;
        return Ok(Some(said));
    }
    let end = batch::end(&steps, &units, done, size);
    apply::run_units(units.get(done..end).unwrap_or_default())?;
    revision::set_reached(&it.id, Some(end))?;
    Ok(Some(print::part(source, it, end, units.len())))
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
    let targets = match direction {
        Direction::Up => select::targets(revision, source)?,
        Direction::Down => select::targets_begun(revision, source)?,
    };
    let work = move || run_all(&targets, &allowed, dry_run, direction);
    if !dry_run {
        return work();
    }
    let mut lines = guard::in_subtransaction(work)?;
    lines.push("Dry run: everything was rolled back.".to_string());
    Ok(lines)
}

fn run_all(
    targets: &[Target],
    allowed: &BTreeSet<String>,
    dry_run: bool,
    direction: Direction,
) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let relations = if dry_run { apply::relations()? } else { Default::default() };
    if targets.is_empty() {
        lines.push("Nothing to do: no source is followed.".to_string());
    }
    let turns = turns(targets, direction);
    for it in targets {
        if !turns.iter().any(|(target, _)| target.source.id == it.source.id) {
            lines.push(print::nothing(&it.source, &it.line, it.at, direction));
        }
    }
    if direction == Direction::Up {
        checks::values(turns.iter().map(|(_, it)| *it))?;
    }
    let mut here = Here::default();
    for (place, (target, it)) in turns.iter().enumerate() {
        let goes_on = |(next, _): &(&Target, _)| next.source.id == target.source.id;
        let wanted = proven(&target.line, it, direction)?;
        let (line, took) = run(&target.source, it, direction, (allowed, &wanted), &mut here)?;
        lines.push(line);
        if dry_run {
            lines.extend(took.iter().map(print::took));
        }
        if direction == Direction::Up && !dry_run {
            rest(&target.source, (it, &target.line), &here)?;
        }
        // Another source may change what this one has left.
        if !turns.get(place + 1).is_some_and(goes_on) {
            here = Here::default();
        }
    }
    if dry_run {
        lines.extend(apply::locks(&relations)?.iter().map(print::locked));
    }
    Ok(lines)
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

/// What a revision that has just been run has left in some schemas, of some optional kinds: the next one finds it so.
#[derive(Default)]
struct Here(Option<(Vec<String>, Vec<&'static str>, Facts)>);

impl Here {
    fn take(&mut self, schemas: &[String], wanted: &[&'static str]) -> Result<Facts> {
        match self.0.take() {
            // That schema goes when nothing is in it any more.
            Some((of, read, facts))
                if of == schemas && read == wanted && !of.iter().any(|it| it == kind::TRASH) =>
            {
                Ok(facts)
            }
            _ => read_all(schemas, wanted),
        }
    }
}

/// Spares the next plan its reading after an upgrade to the newest revision: what that has found in the source is here
/// by now, and nothing else is as long as nothing differs from the record.
fn rest(source: &Source, (it, line): (&Revision, &[Revision]), here: &Here) -> Result<()> {
    // Under other rules the next plan has something to do.
    let newest = line.last().is_some_and(|last| last.id == it.id) && it.rules == source.rules;
    let Some((_, _, facts)) = here.0.as_ref().filter(|_| newest) else { return Ok(()) };
    let Some(seen) = Seen::when_planned(it, fingerprint::here)? else { return Ok(()) };
    let recorded = revision::left(source)?;
    match drifted(recorded.iter(), &revision::used_by_others(source)?, facts)?.is_empty() {
        true => {
            let is_all = facts.all.len() == recorded.len();
            seen.keep(source, &print::unchanged(&[]), (true, is_all))
        }
        false => Ok(()),
    }
}

fn read_all(schemas: &[String], wanted: &[&'static str]) -> Result<Facts> {
    Side::Target.read(schemas, wanted).map(|it| it.facts)
}

/// The steps of which something is to be done.
fn todo(all: &[Stored], done: usize, direction: Direction) -> Vec<&Stored> {
    match direction {
        Direction::Up => batch::rest(all, done),
        Direction::Down => batch::begun(all, done),
    }
}

/// What must be there after a run, and what must be gone.
fn expected<'a>(
    direction: Direction,
    brought: &'a [Left],
    ended: &'a [Left],
) -> (Vec<&'a Left>, Vec<&'a Left>) {
    match direction {
        Direction::Up => (brought.iter().collect(), ended.iter().filter(|f| !f.kept).collect()),
        Direction::Down => (
            ended.iter().filter(|f| !f.lost).chain(brought.iter().filter(|f| f.adopted)).collect(),
            brought.iter().filter(|f| !f.adopted).collect(),
        ),
    }
}

/// Whether what is here before a run is what the revision has brought and nothing else, which need not be read: all of it
/// must be gone.
fn is_known(
    source: &Source,
    revision: &Revision,
    (direction, renames): (Direction, bool),
    here: &Here,
) -> Result<bool> {
    let whole = revision.reached.is_none() && !revision.rebuilds && revision.beside.is_empty();
    let plain = direction == Direction::Down && whole && !renames && here.0.is_none();
    Ok(plain && revision::brought_all(source, revision, fingerprint::here)?)
}

/// Records a run that has been proven, with definitions as they were read back.
fn record(revision: &Revision, direction: Direction, read_back: Vec<(i64, String)>) -> Result<()> {
    match direction {
        Direction::Up => {
            revision::set_definitions(read_back)?;
            revision::set_applied(&revision.id)
        }
        Direction::Down => {
            revision::set_undone(revision)?;
            purge::close()
        }
    }
}

/// Runs one revision one way, proves it and records it.
fn run(
    source: &Source,
    revision: &Revision,
    direction: Direction,
    (allowed, wanted): (&BTreeSet<String>, &[&'static str]),
    here: &mut Here,
) -> Result<(String, Vec<Took>)> {
    let start = Instant::now();
    let mut all = revision::steps(&revision.id)?;
    let renames = all.iter().any(|s| s.renames);
    let done = revision.reached.unwrap_or_default();
    let steps = todo(&all, done, direction);
    checks::losses(source, revision, steps.iter().copied(), direction, allowed)?;
    checks::way_back(source, revision, direction, &steps)?;
    let (mut brought, mut ended) =
        (revision::brought(&revision.id)?, revision::ended(&revision.id)?);
    checks::room(revision, direction, &steps, brought.iter().chain(&ended))?;
    if steps.is_empty() {
        // Their room is needed for what is read.
        all = Vec::new();
    }
    let is_read = |kind: &'static fact::Entry| !kind.optional || wanted.contains(&kind.kind);
    brought.retain(|f| is_read(f.def.entry()));
    ended.retain(|f| is_read(f.def.entry()));
    // What is dropped and made again must come back with everything that was said of it.
    let read = if revision.rebuilds { kind::optional() } else { wanted.to_vec() };
    let schemas = [revision.schemas.as_slice(), &revision.beside].concat();
    let is_known = is_known(source, revision, (direction, renames), here)?;
    let before = match is_known {
        true => Facts::default(),
        false => here.take(&schemas, &read)?,
    };
    let took = match direction {
        // What has been begun in parts is ended so.
        Direction::Up if done > 0 => {
            apply::run_units(batch::units(&all).get(done..).unwrap_or_default())?
        }
        _ => apply::run(&todo(&all, done, direction), direction)?,
    };
    drop(all);
    // Where no statement was left to be run, it has been read already.
    let same = took.is_empty() && !is_known;
    let anew = if same { None } else { Some(read_all(&schemas, &read)?) };
    let after = anew.as_ref().unwrap_or(&before);
    let (there, gone) = expected(direction, &brought, &ended);
    let names = revision::names_in_trash()?;
    let trash = (purge::found(&before, &names), purge::found(after, &names));
    let begun = revision.reached.is_some();
    let expected = Expected { there, gone, renames, wanted, direction, begun, trash };
    let read_back = apply::prove(&before, after, &expected)?;
    record(revision, direction, read_back)?;
    let mut count = took.len();
    if direction == Direction::Up {
        bodies::check(revision, &brought, after)?;
        count += done;
    }
    here.0 = Some((schemas, read, anew.unwrap_or(before)));
    Ok((print::done(source, revision, direction, count, start.elapsed()), took))
}
