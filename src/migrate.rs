//! The whole pipeline, one line a stage: read this first.

mod diagram;
mod models;
mod parts;
mod report;
mod transfer;
mod view;

pub use self::diagram::diagram;
pub use self::models::models;
pub use self::parts::{begin_online, reach};
pub use self::report::report;
pub use self::transfer::{alembic, export, import};

use self::view::{Found, connect, follow, glance, look, settled, steadily, wanted_by};
use crate::access;
use crate::apply::{self, Direction, Expected, Server, Took};
use crate::batch;
use crate::bodies;
use crate::catalog::{Schemas, Side};
use crate::checks;
use crate::coverage::{self, Count};
use crate::diff::{self, Drift};
use crate::error::Result;
use crate::fact;
use crate::fingerprint;
use crate::hazard::{self, Problem};
use crate::kind;
use crate::online;
use crate::pg::{dblink, guard, spi};
use crate::plan::{self, Given};
use crate::print;
use crate::purge;
use crate::revision::{self, Draft, Revision, Source};
use crate::select::{self, Target};
use crate::transform::roles;
use crate::transform::rules::Rules;
use crate::transform::types::Types;
use crate::verify::{self, Compared, Verdict};
use std::collections::BTreeSet;
use std::time::Instant;

const STRICT: Server = Server { whatever_aliases: false };
const LENIENT: Server = Server { whatever_aliases: true };

/// Reads the source, compares, and writes a pending revision when something must change.
pub fn plan(server: &str, schemas: &Schemas, message: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    dblink::must_exist(server)?;
    let idle = fingerprint::can_be_taken()?;
    let source = revision::ensure_source(server, schemas)?;
    select::finished(&source)?;
    let (seen, connection) = idle.then(|| glance(&source)).transpose()?.unzip();
    if let Some(lines) = seen.as_ref().map(|it| it.lines(&source)).transpose()?.flatten() {
        return Ok(lines);
    }
    let mut view = look(&source, connection)?;
    let drift = view.drift()?;
    let (Found { mut changes, before, ahead }, taken) = view.checked(&source)?;
    let (desired, actual, recorded) = (&view.desired.facts, &view.actual, &view.recorded);
    revision::set_identity(&source, &view.identity)?;
    revision::set_addresses(&changes.moved, recorded)?;
    revision::forget(&source, None)?;
    if changes.is_empty() {
        let lines = print::unchanged(&drift);
        seen.map(|it| it.keep(&source, &lines)).transpose()?;
        return Ok(lines);
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

/// Plans and upgrades one source. What would lose data that may not be lost stays pending, and while another session
/// is at work nothing happens.
pub fn sync(server: &str, schemas: &Schemas, allow: &[String]) -> Result<Vec<String>> {
    let allowed = select::hazards(allow)?;
    if !select::try_lock()? {
        return Ok(vec![print::skipped(&revision::source_name(server, schemas))]);
    }
    let mut lines = plan(server, schemas, None)?;
    let source = revision::ensure_source(server, schemas)?;
    let Some(pending) = revision::line(&source)?.into_iter().find(|r| !r.applied) else {
        return Ok(lines);
    };
    // What may be lost is counted by the upgrade.
    let losses = match checks::may_lose(&allowed) {
        true => Vec::new(),
        false => apply::losses(&revision::steps(&pending.id)?, Direction::Up)?,
    };
    match losses.is_empty() {
        true => lines.extend(upgrade("head", Some(&source.name), allow, false)?),
        false => lines.extend(print::left_pending(&source, &pending, &losses)),
    }
    Ok(lines)
}

/// Compares live sources with this database, object by object.
pub fn verify(source: Option<&str>) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for source in revision::sources(source)? {
        verdicts.extend(settled(&source, || {
            let view = look(&source, None)?;
            let others = purge::with_labels(&view.others, &view.actual)?;
            let compared = Compared {
                source: &view.reading.facts,
                desired: &view.desired.facts,
                actual: &view.actual,
                recorded: &view.recorded,
                others: &others,
            };
            verify::verify(&compared, &STRICT)
        })?);
    }
    Ok(verdicts)
}

/// Accounts for everything that live sources have to carry.
pub fn coverage(source: Option<&str>) -> Result<Vec<Count>> {
    let mut counts = Vec::new();
    for source in revision::sources(source)? {
        let whole = source.schemas.is_none();
        let (rows, known, excluded) = steadily(|| {
            let rules = Rules::parse(&source.rules, &kind::names())?;
            let it = follow(&source, rules, connect(&source)?)?;
            let mut all = it.side.read(&it.schemas, &kind::optional_for(whole))?;
            all.fit();
            let known = [&all.facts, &it.reading.facts].map(coverage::addresses);
            Ok((coverage::rows(&it.side)?, known, it.rules.kinds.exclude))
        })?;
        coverage::count(&rows, whole, &known, &excluded, &mut counts);
    }
    coverage::sort(&mut counts, &kind::names());
    Ok(counts)
}

/// Compares this database with the record.
pub fn drift(source: Option<&str>) -> Result<Vec<Drift>> {
    let mut rows = Vec::new();
    for source in revision::sources(source)? {
        rows.extend(settled(&source, || {
            let Some(current) = revision::line(&source)?.into_iter().rfind(|r| r.applied) else {
                return Ok(Vec::new());
            };
            let actual = Side::Target.read(&current.schemas, &wanted_by(&current)?)?.facts;
            let recorded = revision::recorded(&source)?;
            let others = purge::with_labels(&revision::used_by_others(&source)?, &actual)?;
            diff::drift(&recorded, &actual, &others, &LENIENT)
        })?);
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
        select::finished(&source)?;
        for it in line.get(at..to).unwrap_or_default() {
            revision::set_applied(&it.id)?;
        }
        for it in line.get(to..at).unwrap_or_default().iter().rev() {
            revision::set_undone(it)?;
        }
        let differing = drift(Some(&source.name))?.len();
        lines.push(print::stamped(&source, &line, to, differing));
    }
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
    for Target { source, line, at, to } in select::targets(revision, source)? {
        let Some(it) = line.get(at..to).and_then(|todo| todo.first()) else { continue };
        let (steps, done) = (revision::kept_steps(&it.id)?, it.reached.unwrap_or_default());
        if done == 0 {
            checks::losses(
                &source,
                it,
                apply::losses(&steps, Direction::Up)?,
                Direction::Up,
                &allowed,
            )?;
        }
        let units = batch::units(&steps);
        // The proof comes in a transaction of its own, with the locks of what it reads alone.
        if done == units.len() {
            drop(steps);
            revision::forget_steps();
            let wanted = proven(&line, it, Direction::Up)?;
            return run(&source, it, Direction::Up, (&allowed, &wanted))
                .map(|(line, _)| Some(line));
        }
        let end = batch::end(&steps, &units, done, size);
        apply::run_units(units.get(done..end).unwrap_or_default())?;
        revision::set_reached(&it.id, Some(end))?;
        return Ok(Some(print::part(&source, it, end, units.len())));
    }
    Ok(None)
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
    let work = move || {
        let mut lines = Vec::new();
        let relations = if dry_run { apply::relations()? } else { Default::default() };
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
            if direction == Direction::Up {
                checks::values(todo.iter().copied())?;
            }
            for it in todo {
                let wanted = proven(line, it, direction)?;
                let (line, took) = run(source, it, direction, (&allowed, &wanted))?;
                lines.push(line);
                if dry_run {
                    lines.extend(took.iter().map(print::took));
                }
            }
        }
        if dry_run {
            lines.extend(apply::locks(&relations)?.iter().map(print::locked));
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
) -> Result<(String, Vec<Took>)> {
    let start = Instant::now();
    let all = revision::steps(&revision.id)?;
    let renames = all.iter().any(|s| s.renames);
    let done = revision.reached.unwrap_or_default();
    let steps = match direction {
        Direction::Up => batch::rest(&all, done),
        Direction::Down => batch::begun(&all, done),
    };
    checks::losses(source, revision, apply::losses(&steps, direction)?, direction, allowed)?;
    checks::way_back(source, revision, direction, &steps)?;
    let mut brought = revision::brought(&revision.id)?;
    let mut ended = revision::ended(&revision.id)?;
    checks::room(revision, direction, &steps, brought.iter().chain(&ended))?;
    let is_read = |kind: &'static fact::Entry| !kind.optional || wanted.contains(&kind.kind);
    brought.retain(|f| is_read(f.def.entry()));
    ended.retain(|f| is_read(f.def.entry()));
    // What is dropped and made again must come back with everything that was said of it.
    let read = if revision.rebuilds { kind::optional() } else { wanted.to_vec() };
    let schemas = [revision.schemas.as_slice(), &revision.beside].concat();
    let before = Side::Target.read(&schemas, &read)?.facts;
    let took = match direction {
        // What has been begun in parts is ended so.
        Direction::Up if done > 0 => {
            apply::run_units(batch::units(&all).get(done..).unwrap_or_default())?
        }
        _ => apply::run(&steps, direction)?,
    };
    let after = Side::Target.read(&schemas, &read)?.facts;
    let (there, gone) = match direction {
        Direction::Up => (brought.iter().collect(), ended.iter().filter(|f| !f.kept).collect()),
        Direction::Down => (
            ended.iter().filter(|f| !f.lost).chain(brought.iter().filter(|f| f.adopted)).collect(),
            brought.iter().filter(|f| !f.adopted).collect(),
        ),
    };
    let names = revision::names_in_trash()?;
    let trash = (purge::found(&before, &names), purge::found(&after, &names));
    let expected = Expected { there, gone, renames, wanted, direction, trash };
    let read_back = apply::prove(&before, &after, &expected)?;
    let mut count = took.len();
    match direction {
        Direction::Up => {
            revision::set_definitions(&read_back)?;
            revision::set_applied(&revision.id)?;
            bodies::check(revision, &brought, &after)?;
            count += done;
        }
        Direction::Down => {
            revision::set_undone(revision)?;
            purge::close()?;
        }
    }
    Ok((print::done(source, revision, direction, count, start.elapsed()), took))
}

/// Prints the statements of a revision as a script for psql.
pub fn script(
    revision: &str,
    source: Option<&str>,
    undo: bool,
    is_online: bool,
) -> Result<Vec<String>> {
    online::only_forward(undo, is_online)?;
    let mut lines = Vec::new();
    for Target { source, line, to, .. } in select::targets(revision, source)? {
        let Some(it) = to.checked_sub(1).and_then(|i| line.get(i)) else { continue };
        let steps = revision::steps(&it.id)?;
        match is_online {
            true => lines.extend(print::online(&source, it, &steps, select::LOCK)?),
            false => lines.extend(print::script(&source, it, &steps, undo)?),
        }
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
        select::finished(&source)?;
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

/// Lets a role use everything here.
pub fn grant_to(role: &str) -> Result<Vec<String>> {
    access::grant_to(role)
}

/// Forgets a source with its history; the objects stay.
pub fn unfollow(source: &str) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for source in revision::sources(Some(source))? {
        let line = revision::line(&source)?;
        let mut trash = 0;
        for it in &line {
            trash += revision::trash(&it.id)?.len();
        }
        revision::remove(&source)?;
        purge::close()?;
        lines.push(print::unfollowed(&source, line.len(), trash));
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
