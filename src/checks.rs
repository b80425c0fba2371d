//! What a plan or upgrade refuses, and what it warns of, before anything is done.

mod room;

pub use room::room;

use crate::apply::{self, Direction};
use crate::catalog::{Reading, Taken};
use crate::diff::{Along, Changes, Recorded};
use crate::error::{Error, Result};
use crate::fact::{Facts, Fields, Object, Scope};
use crate::hazard::{self, Problem};
use crate::kind;
use crate::line::line;
use crate::pg::settings::MAJOR;
use crate::pg::spi;
use crate::revision::{self, Revision, Source, Stored};
use crate::transform::roles;
use hashbrown::{HashMap, HashSet};
use pgrx::{PgSqlErrorCode, warning};
use std::collections::BTreeSet;

/// Schemas of the target in which the source has or had objects.
pub fn target_schemas(desired: &[String], current: Option<&Revision>) -> Vec<String> {
    let before = current.map(|r| r.schemas.as_slice()).unwrap_or_default();
    let all: BTreeSet<&String> = desired.iter().chain(before).collect();
    all.into_iter().cloned().collect()
}

/// Extensions that this source alone has brought: they go where its rules say.
pub fn movable(recorded: &[Recorded], others: &HashSet<String>) -> HashSet<String> {
    let own = recorded.iter().filter(|r| {
        let entry = r.def.entry();
        entry.shared && entry.takes && !r.adopted && !others.contains(&r.label())
    });
    own.filter_map(|r| r.def.boxed().own().map(|own| own.name.clone())).collect()
}

/// Refuses objects that another source has brought.
///
/// Errors: 42710 naming the other source.
pub fn foreign(source: &Source, changes: &Changes, desired: &Facts) -> Result<()> {
    let taken: HashMap<String, String> = revision::of_others(source)?
        .into_iter()
        .map(|(kind, name, other)| (format!("{kind} {name}"), other))
        .collect();
    // What is shared, and what is said of it.
    let is_shared = |f: usize| {
        let of = desired.parent(f).filter(|_| desired.all[f].entry().facet);
        of.into_iter().chain([f]).any(|f| desired.all[f].entry().shared)
    };
    let adopted = changes.adopt.iter().map(|(f, _)| *f);
    let adopted = adopted.filter(|f| !changes.agreed.contains(f) && !is_shared(*f));
    let replaced = changes.replace.iter().copied().chain(adopted).map(|f| desired.label(f));
    let labels = replaced.chain(changes.occupied.iter().map(|o| o.0.clone()));
    for label in labels {
        if let Some(other) = taken.get(&label) {
            return Err(Error::new(
                PgSqlErrorCode::ERRCODE_DUPLICATE_OBJECT,
                format!("{label} already exists and is followed from \"{other}\""),
            )
            .hint("Follow one of the sources under another schema name."));
        }
    }
    Ok(())
}

/// Notes new names that something of another kind has in the target, whoever made it.
pub fn taken(changes: &mut Changes, desired: &Facts, actual: &Facts, taken: &Taken) -> Result<()> {
    let leaving: HashSet<usize> =
        changes.drop.iter().copied().chain(changes.rename.iter().map(|r| r.actual)).collect();
    let new = changes.create.iter().copied().chain(changes.rename.iter().map(|r| r.fact));
    let mut wrong: Vec<(String, String)> = Vec::new();
    for fact in new {
        for place in desired.occupies(fact)? {
            let Some(at) = taken.get(&place) else { continue };
            let there = actual.owner(*at);
            let label = desired.label(fact);
            // What has the very same name and kind is seen by the comparison itself.
            let is_known = |t: usize| leaving.contains(&t) || actual.label(t) == label;
            if there.is_some_and(is_known) || wrong.last().is_some_and(|w| w.0 == label) {
                continue;
            }
            let found = spi::first(
                "SELECT pg_catalog.pg_describe_object($1::oid, $2::oid, 0)",
                &[Some(&at.0.to_string()), Some(&at.1.to_string())],
            )?;
            let found = found.and_then(|row| row.opt(0)).unwrap_or_default();
            wrong.push((label, format!("that is the name of {found}")));
        }
    }
    changes.occupied.extend(wrong);
    Ok(())
}

/// Asks the target for what new facts demand of it.
///
/// Errors: those of the kinds, such as 0A000 for an extension that is not available.
pub fn demands(changes: &Changes, desired: &Facts) -> Result<()> {
    let mut unmet: Vec<Error> = Vec::new();
    for &fact in &changes.create {
        let scope = Scope::of(desired, fact);
        for (query, error) in scope.def().demands(&scope) {
            let row = spi::first(&format!("SELECT ({query})::text"), &[])?;
            let met = row.is_some_and(|r| r.is_true(0));
            if !met && unmet.iter().all(|u| u.message != error.message) {
                unmet.push(error);
            }
        }
    }
    unmet.sort_by(|a, b| a.message.cmp(&b.message));
    let mut unmet = unmet.into_iter();
    let Some(first) = unmet.next() else { return Ok(()) };
    let others = unmet.map(|error| format!("And {}.", error.message));
    let detail: Vec<String> = first.detail.clone().into_iter().chain(others).collect();
    Err(Error { detail: Some(detail.join("\n")).filter(|d| !d.is_empty()), ..first })
}

/// Collects the roles of a definition.
struct Roles(BTreeSet<String>);

impl Fields for Roles {
    fn owner(&mut self, name: &mut String) -> Result<()> {
        self.role(name)
    }
    fn role(&mut self, name: &mut String) -> Result<()> {
        self.0.insert(name.clone());
        Ok(())
    }
}

/// Refuses roles that the target does not have.
///
/// Errors: 42704 with what needs them in DETAIL.
pub fn roles(changes: &Changes, desired: &Facts) -> Result<()> {
    let new = changes.create.iter().copied().chain(changes.alter.iter().map(|a| a.fact));
    roles_of(new.map(|fact| (desired.all[fact].def.as_ref(), move || desired.label(fact))))
}

/// The same for definitions with labels.
pub fn roles_of<'a>(
    defs: impl Iterator<Item = (&'a dyn Object, impl Fn() -> String)>,
) -> Result<()> {
    let mut needed: Vec<(String, String)> = Vec::new();
    for (def, label) in defs {
        let mut found = Roles(BTreeSet::new());
        def.boxed().fields(&mut found)?;
        needed.extend(found.0.into_iter().map(|role| (role, label())));
    }
    let missing = roles::missing(needed.iter().map(|(role, _)| role.as_str()))?;
    if missing.is_empty() {
        return Ok(());
    }
    needed.retain(|(role, _)| missing.contains(role));
    needed.sort();
    const SHOWN: usize = 20;
    let line = |(role, label): &(String, String)| format!("Role \"{role}\": {label}.");
    let mut lines: Vec<String> = needed.iter().take(SHOWN).map(line).collect();
    if needed.len() > SHOWN {
        lines.push(format!("And {} more.", needed.len() - SHOWN));
    }
    let list = missing.iter().map(|m| format!("\"{m}\"")).collect::<Vec<_>>().join(", ");
    let message = match missing.len() {
        1 => format!("role {list} does not exist"),
        _ => format!("roles {list} do not exist"),
    };
    Err(Error::new(PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT, message)
        .detail(lines.join("\n"))
        .hint("Create them with CREATE ROLE, or map them by the rules \"owner\" and \"grants\"."))
}

/// Warns of a revision that was planned on another major version of the server.
pub fn version(revision: &str, planned: i32) {
    let there = planned / 10_000;
    if i64::from(there) != i64::from(MAJOR) {
        warning!(
            "revision \"{revision}\" comes from PostgreSQL {there}, and this is PostgreSQL {MAJOR}"
        );
    }
}

/// Everything that is not carried.
pub fn not_carried(reading: &Reading, others: &[String]) -> Vec<String> {
    let notes = reading.facts.all.iter().flat_map(|f| f.notes.iter().cloned());
    let objects = reading.omitted.iter().map(|u| match &u.because {
        None => format!("{} {} is not carried", u.kind, u.object),
        Some(needed) => format!("{} {} is not carried, since it needs {needed}", u.kind, u.object),
    });
    objects.chain(notes).chain(others.iter().cloned()).collect()
}

/// Warns of each.
pub fn warn(all: &[String]) {
    for text in all {
        warning!("{}", line(text));
    }
}

/// What is gone from the source and stays here by a rule; what belongs to it is not told by itself.
pub fn kept(changes: &Changes, recorded: &[Recorded]) -> Vec<String> {
    let kept = || changes.kept.iter().map(|r| &recorded[*r]);
    let along = Along::new(kept().map(|r| &r.left));
    let is_told = |r: &&Recorded| !r.adopted && !r.def.entry().facet && !along.implies(r);
    kept()
        .filter(is_told)
        .map(|r| format!("{} is gone from the source, and kept", r.label()))
        .collect()
}

/// Labels of facts that the target has already; what belongs to others that are taken over is not told by itself.
pub fn adopted(changes: &Changes, desired: &Facts) -> Vec<String> {
    let taken_over: HashSet<usize> =
        changes.adopt.iter().map(|(f, _)| *f).chain(changes.replace.iter().copied()).collect();
    let told = |f: &usize| {
        let parent = desired.parent(*f).filter(|p| !desired.all[*p].entry().shared);
        let along = parent.is_some_and(|p| taken_over.contains(&p));
        changes.agreed.contains(f) || !(along || desired.all[*f].entry().optional)
    };
    let list = changes.adopt.iter().map(|(f, _)| *f).filter(told);
    list.map(|f| desired.label(f)).collect()
}

/// Whether data may be lost.
pub fn may_lose(allowed: &BTreeSet<String>) -> bool {
    allowed.contains("data_loss")
}

/// Refuses the loss of data, unless it is allowed: then nothing is counted.
///
/// Errors: 55000 with every loss in DETAIL.
pub fn losses<'a>(
    source: &Source,
    revision: &Revision,
    steps: impl Iterator<Item = &'a Stored>,
    direction: Direction,
    allowed: &BTreeSet<String>,
) -> Result<()> {
    let losses = if may_lose(allowed) { Vec::new() } else { apply::losses(steps, direction)? };
    if losses.is_empty() {
        return Ok(());
    }
    let (verb, function) = match direction {
        Direction::Up => ("applying", "upgrade"),
        Direction::Down => ("taking back", "downgrade"),
    };
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
        format!(
            "{verb} revision \"{}\" of \"{}\" has the hazard data_loss",
            revision.id, source.name
        ),
    )
    .detail(losses.iter().map(|l| format!("{l}.")).collect::<Vec<_>>().join("\n"))
    .hint(format!("To lose that data, run schemig.{function}(allow => '{{data_loss}}').")))
}

/// Refuses a way back that rows bar, before the first of its statements.
///
/// Errors: 23000 with the rows in DETAIL.
pub fn way_back(
    source: &Source,
    revision: &Revision,
    direction: Direction,
    steps: &[&Stored],
) -> Result<()> {
    let undone = steps.iter().filter(|s| direction == Direction::Down && s.undo.is_some());
    let problems = undone.flat_map(|it| hazard::problems(it.number, &it.object, &it.bars));
    // What cannot be asked is left to the statement.
    let line = |it: Problem| Some(format!("{}: {}.", it.object, it.counted(it.rows?)));
    let lines: Vec<String> = problems.filter_map(line).collect();
    if lines.is_empty() {
        return Ok(());
    }
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION,
        format!("rows bar the way back from revision \"{}\" of \"{}\"", revision.id, source.name),
    )
    .detail(lines.join("\n"))
    .hint(format!(
        "Delete or correct these rows, drop a column whose values cannot be checked, or run what \
         schemig.script('{}', undo => true) says by hand, with values for new columns, and record that by \
         schemig.stamp('-1').",
        revision.id
    )))
}

/// Refuses revisions that the server does not let run in one transaction, before the first of their statements.
///
/// Errors: 55P04 one of them uses a value that another one adds to an enum.
pub fn values<'a>(revisions: impl Iterator<Item = &'a Revision>) -> Result<()> {
    let revisions: Vec<&Revision> = revisions.collect();
    if revisions.len() < 2 {
        return Ok(());
    }
    let steps = revisions.iter().map(|it| revision::steps(&it.id)).collect::<Result<Vec<_>>>()?;
    let statements: Vec<Vec<&str>> = steps
        .iter()
        .map(|steps| steps.iter().filter_map(|step| step.statement.as_deref()).collect())
        .collect();
    let Some(it) = kind::first_use(&statements) else { return Ok(()) };
    let id = |at: usize| revisions.get(at).map(|it| it.id.as_str()).unwrap_or_default();
    let (added, used) = (id(it.added), id(it.used));
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_UNSAFE_NEW_ENUM_VALUE_USAGE,
        format!("revision \"{used}\" uses a value that revision \"{added}\" adds to an enum"),
    )
    .detail(format!(
        "The value is {} of {}, and can be used when the transaction that adds it has ended.",
        it.value, it.of
    ))
    .hint(apply::ONE_BY_ONE))
}
