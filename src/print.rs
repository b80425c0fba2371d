//! Lines for people.

mod online;

pub use online::online;

use crate::apply::{Direction, Took, probe_loss};
use crate::batch;
use crate::catalog::Identity;
use crate::diff::{Drift, DriftState, contrast};
use crate::error::Result;
use crate::hazard;
use crate::line::line as one_line;
use crate::pg::{quote, settings};
use crate::plan::{Line, Plan};
use crate::revision::{self, Revision, Source, Stored};
use hashbrown::HashSet;
use std::time::Duration;

/// The plan: a head line, a line a change with what belongs to it below, a summary, and what to type next.
pub fn plan(
    id: &str,
    source: &Source,
    identity: &Identity,
    plan: &Plan,
    (adopted, drift, warnings): (&[String], &[Drift], &[String]),
) -> Result<Vec<String>> {
    let (major, minor) = (identity.version / 10000, identity.version % 10000);
    let mut lines = vec![format!("Revision {id} of {} (PostgreSQL {major}.{minor})", source.name)];
    lines.extend(adopted.iter().map(|label| format!("  = {}", one_line(label))));
    let mut loses = false;
    for line in &plan.lines {
        let (text, loss) = change(line)?;
        lines.push(text);
        loses |= loss;
    }
    let doubts: Vec<String> = doubted(plan);
    lines.extend(doubts.iter().map(|d| format!("  ! {d}")));
    lines.extend(drifted(drift));
    lines.push(summary(plan, adopted, warnings));
    lines.push(next(source, loses)?);
    Ok(lines)
}

/// What a plan prints when nothing must be done.
pub fn unchanged(drift: &[Drift]) -> Vec<String> {
    ["No changes.".to_string()].into_iter().chain(drifted(drift)).collect()
}

/// What to type next. Without a name that would be about all sources, and what is allowed of one is of another one too.
fn next(source: &Source, loses: bool) -> Result<String> {
    let alone = revision::sources(None)?.len() == 1;
    let name = (!alone).then(|| format!("source => {}", quote::literal(&source.name)));
    let allow = loses.then(|| "allow => '{data_loss}'".to_string());
    let run = if loses { "to run them and lose that data" } else { "to run them" };
    let see = name.clone().unwrap_or_default();
    let both = [name, allow].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Ok(format!(
        "To see the statements: SELECT schemig.script({see}); {run}: SELECT schemig.upgrade({both});"
    ))
}

/// Rows that steps would choke on, a line each.
fn doubted(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    for step in &plan.steps {
        for it in hazard::problems(0, &step.object, &step.doubts) {
            let object = format!("{} {}", step.kind, it.object);
            let Some(rows) = it.rows else {
                lines.push(one_line(&format!("{object} may fail: {}", it.problem)));
                continue;
            };
            lines.push(one_line(&format!("{object} will fail: {}", it.counted(rows))));
        }
    }
    lines
}

/// How the target differs from the record, which is left so.
fn drifted(drift: &[Drift]) -> Vec<String> {
    let told = drift.iter().filter(|d| !d.implied);
    let line = |d: &Drift| {
        let what = match d.state {
            DriftState::Changed => {
                let (was, is) = (d.recorded.as_deref(), d.actual.as_deref());
                contrast(was.unwrap_or("{}"), is.unwrap_or("{}"), ("was", "is"))
            }
            DriftState::Missing => "missing in the target".to_string(),
            DriftState::Added => "only in the target".to_string(),
        };
        format!("  ! {} {}, left as it is: {}", d.kind, one_line(&d.object), one_line(&what))
    };
    told.map(line).collect()
}

fn change(line: &Line) -> Result<(String, bool)> {
    let loss = match &line.probe {
        Some(probe) => probe_loss(probe)?,
        None => None,
    };
    let loses = loss.is_some();
    let indent = "    ".repeat(line.depth);
    let hazard = hazards(&line.hazards, loss, "  ");
    let what = match line.what.is_empty() {
        true => String::new(),
        false => format!(": {}", one_line(&line.what)),
    };
    Ok((
        format!(
            "  {indent}{} {} {}{what}{}{hazard}",
            line.verb.sign(),
            line.kind,
            one_line(&line.object),
            told_along(&line.with)
        ),
        loses,
    ))
}

/// Kinds, each once with its number.
fn told_along(with: &[&str]) -> String {
    let mut text = String::new();
    for (i, kind) in with.iter().enumerate().filter(|(i, kind)| !with[..*i].contains(kind)) {
        match with[i..].iter().filter(|k| *k == kind).count() {
            1 => text += &format!(", {kind}"),
            n => text += &format!(", {n} {kind}s"),
        }
    }
    text
}

/// Hazards in brackets, with the data that is lost.
fn hazards<S: AsRef<str>>(others: &[S], loss: Option<String>, before: &str) -> String {
    let others = others.iter().map(|h| one_line(h.as_ref()));
    let all = others.chain(loss.map(|l| format!("data_loss: {}", one_line(&l))));
    all.map(|h| format!("{before}[{h}]")).collect()
}

/// What a plan that has been printed says that an object loses, given as kind and name.
pub fn told_loss<'a>(plan: &'a [String], label: &str) -> Option<&'a str> {
    let label = one_line(label);
    plan.iter().find_map(|line| {
        let (change, loss) = line.rsplit_once("  [data_loss: ")?;
        let rest = change.trim_start().get(2..)?.strip_prefix(&label)?;
        let ends = rest.is_empty() || [": ", ", ", "  ["].iter().any(|end| rest.starts_with(end));
        loss.strip_suffix(']').filter(|_| ends)
    })
}

fn summary(plan: &Plan, adopted: &[String], warnings: &[String]) -> String {
    let count = |sign: char| -> usize {
        plan.lines.iter().filter(|l| l.verb.sign() == sign).map(|l| 1 + l.with.len()).sum()
    };
    let statements = plan.steps.iter().filter(|s| s.statement.is_some()).count();
    let mut parts = vec![
        format!("{} to create", count('+')),
        format!("{} to drop", count('-')),
        format!("{statements} {}", plural(statements, "statement")),
    ];
    if count('>') > 0 {
        parts.insert(1, format!("{} to rename", count('>')));
    }
    if count('~') > 0 {
        parts.insert(1, format!("{} to alter", count('~')));
    }
    if !adopted.is_empty() {
        parts.insert(0, format!("{} there already", adopted.len()));
    }
    if !warnings.is_empty() {
        parts.push(format!("{} {}", warnings.len(), plural(warnings.len(), "warning")));
    }
    format!("Plan: {}.", parts.join(", "))
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_string() } else { format!("{word}s") }
}

/// What a run did.
pub fn done(
    source: &Source,
    revision: &Revision,
    direction: Direction,
    count: usize,
    took: Duration,
) -> String {
    let verb = match direction {
        Direction::Up => "Upgraded",
        Direction::Down => "Took back",
    };
    let seconds = took.as_secs_f64();
    let what = match direction {
        Direction::Up => format!("{} to {}", source.name, revision.id),
        Direction::Down => format!("{} of {}", revision.id, source.name),
    };
    format!("{verb} {what}: {count} {} in {seconds:.1} s, proven.", plural(count, "statement"))
}

/// How long a step took.
pub fn took(step: &Took) -> String {
    let milliseconds = step.time.as_secs_f64() * 1000.0;
    one_line(&format!("  {milliseconds:.1} ms  step {}, {}", step.number, step.label))
}

/// A lock that was taken until the end.
pub fn locked((mode, relation): &(String, String)) -> String {
    one_line(&format!("  {mode} on {relation}"))
}

/// What a sync says that another session was in the way of.
pub fn skipped(source: &str) -> String {
    format!("Skipped {source}: another session is planning or upgrading in this database.")
}

/// What a sync has planned and may not do.
pub fn left_pending(source: &Source, revision: &Revision, losses: &[String]) -> Vec<String> {
    let mut lines =
        vec![format!("Left {} of {} pending: it loses data.", revision.id, source.name)];
    lines.extend(losses.iter().map(|loss| one_line(&format!("  {loss}"))));
    // Not by its id: the next sync plans anew.
    let name = quote::literal(&source.name);
    lines.push(format!(
        "To apply it: SELECT schemig.upgrade(source => {name}, allow => '{{data_loss}}');"
    ));
    lines
}

/// What is left when a source is no longer followed.
pub fn unfollowed(source: &Source, revisions: usize, trash: usize) -> String {
    let forgotten = format!("{revisions} {} forgotten", plural(revisions, "revision"));
    let kept = match trash {
        0 => String::new(),
        n => format!(", {n} {} in the trash among them", plural(n, "object")),
    };
    format!("Unfollowed {}: {forgotten}; its objects stay as they are{kept}.", source.name)
}

/// How far an upgrade in batches is.
pub fn part(source: &Source, revision: &Revision, done: usize, all: usize) -> String {
    format!("{} of {}: {done} of {all} statements", revision.id, source.name)
}

/// What a stamp did.
pub fn stamped(source: &Source, line: &[Revision], to: usize, differing: usize) -> String {
    let place = to.checked_sub(1).and_then(|i| line.get(i)).map_or("base", |r| r.id.as_str());
    let drift = match differing {
        0 => "the target is as recorded".to_string(),
        1 => "1 object of the target differs: see schemig.drift()".to_string(),
        n => format!("{n} objects of the target differ: see schemig.drift()"),
    };
    format!("Stamped {} at {place}: {drift}.", source.name)
}

/// What an import wrote down, and what to type next.
pub fn imported(id: &str, source: &str, count: usize, other_rules: bool) -> Vec<String> {
    let name = quote::literal(source);
    let mut lines = vec![format!(
        "Imported {id} of {source}: {count} {}, pending.",
        plural(count, "statement")
    )];
    if other_rules {
        lines.push(format!("The rules of {source} are those of the revision now."));
    }
    lines.push(format!(
        "To see the statements: SELECT schemig.script('{id}', {name}); \
         to run them: SELECT schemig.upgrade('{id}', {name});"
    ));
    lines
}

/// Said of a revision that is there.
pub fn imported_before(id: &str, source: &str, applied: bool) -> String {
    let state = if applied { "and applied" } else { "and not applied" };
    format!("Nothing to import: {id} of {source} is there already, {state}.")
}

/// Said when there is nothing to run.
pub fn nothing(source: &Source, line: &[Revision], at: usize, direction: Direction) -> String {
    let verb = match direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
    };
    let place = at.checked_sub(1).and_then(|i| line.get(i)).map_or("base", |r| r.id.as_str());
    format!("Nothing to {verb}: {} is at {place}.", source.name)
}

/// What the statements of a script want of their session; psql itself reads strings as that does.
pub const SETTINGS: [(&str, &str); 3] = [
    ("standard_conforming_strings", "on"),
    ("search_path", "pg_catalog, pg_temp"),
    ("check_function_bodies", "off"),
];

/// A query that sets the path of steps where it is the user's, until the end of the transaction if `local`.
fn own_path(local: bool) -> Option<String> {
    let path = quote::literal(&settings::own_search_path()?);
    Some(format!("SELECT pg_catalog.set_config('search_path', {path}, {local})"))
}

/// A script that runs in plain psql.
pub fn script(
    source: &Source,
    revision: &Revision,
    steps: &[Stored],
    undo: bool,
) -> Result<Vec<String>> {
    let what = if undo { "undo of revision" } else { "revision" };
    let mut lines = vec![
        format!("-- {what} {} of {}", revision.id, one_line(&source.name)),
        "BEGIN;".to_string(),
    ];
    lines.extend(SETTINGS.map(|(name, value)| format!("SET LOCAL {name} = {value};")));
    lines.extend(own_path(true).map(|set| format!("{set};")));
    let ahead = ahead(revision, steps, undo);
    let mut ordered: Vec<&Stored> = steps.iter().collect();
    if undo {
        ordered.reverse();
    }
    for step in ordered {
        let Some(statement) = (if undo { &step.undo } else { &step.statement }) else { continue };
        let others: &[String] = if undo { &[] } else { &step.hazards };
        lines.push(heading(step, others, undo, &ahead)?);
        lines.push(format!("{statement};"));
    }
    lines.push("COMMIT;".to_string());
    Ok(lines)
}

/// Numbers of the steps that apply now: what does not has no data to lose now.
fn ahead(revision: &Revision, steps: &[Stored], undo: bool) -> HashSet<i64> {
    let left = match (revision.applied == undo, undo) {
        (false, _) => Vec::new(),
        (true, true) => steps.iter().collect(),
        (true, false) => batch::rest(steps, revision.reached.unwrap_or_default()),
    };
    left.iter().map(|step| step.number).collect()
}

/// The comment above a step's statement, with its hazards.
fn heading(step: &Stored, others: &[String], undo: bool, ahead: &HashSet<i64>) -> Result<String> {
    let probe = if undo { &step.undo_probe } else { &step.probe };
    let loss = match probe {
        Some(probe) if ahead.contains(&step.number) => probe_loss(probe)?,
        _ => None,
    };
    let of = if undo { "undo of " } else { "" };
    let hazard = hazards(others, loss, " ");
    Ok(format!("-- step {}: {of}{}{hazard}", step.number, one_line(&step.label)))
}
