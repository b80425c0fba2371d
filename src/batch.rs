//! Upgrades in parts, each a transaction of its own.

use crate::error::{Error, Result};
use crate::revision::Stored;
use hashbrown::HashMap;
use pgrx::PgSqlErrorCode;

/// A statement of a step.
#[derive(Clone, Copy)]
pub struct Unit<'a> {
    pub step: &'a Stored,
    pub sql: &'a str,
}

impl<'a> Unit<'a> {
    pub fn of(step: &'a Stored, sql: Option<&'a str>) -> Option<Unit<'a>> {
        sql.map(|sql| Unit { step, sql })
    }

    /// Holds a lock for long: it is a batch by itself, so that nothing else is held as long.
    fn is_alone(&self) -> bool {
        let long = |hazard: &String| {
            ["long_lock", "table_rewrite"].iter().any(|name| hazard.starts_with(name))
        };
        self.step.hazards.iter().any(long)
    }
}

/// The statements of steps in order. What can be done in parts that hold locks for a shorter time is.
pub fn units(steps: &[Stored]) -> Vec<Unit<'_>> {
    let mut units = Vec::with_capacity(steps.len());
    for step in steps {
        match step.parts.is_empty() {
            true => units.extend(Unit::of(step, step.statement.as_deref())),
            false => units.extend(step.parts.iter().map(|sql| Unit { step, sql })),
        }
    }
    units
}

/// Where a batch ends that begins after `done` statements and shall have at most `size`.
pub fn end(steps: &[Stored], units: &[Unit], done: usize, size: usize) -> usize {
    let mut end = done;
    while end < units.len() && end - done < size {
        if units[end].is_alone() && end > done {
            break;
        }
        end += 1;
        if units[end - 1].is_alone() {
            break;
        }
    }
    let spans = spans(steps);
    let inside = |number: i64| spans.iter().any(|(first, last)| *first < number && number <= *last);
    while units.get(end).is_some_and(|next| inside(next.step.number)) {
        end += 1;
    }
    end
}

/// Steps that belong together, since only all of them can be taken back: those of an alteration; and those of one object
/// where one is for the undo alone and not done along with another one's statement, or it gets its name by way of another,
/// from its first statement on, if it has one.
fn spans(steps: &[Stored]) -> Vec<(i64, i64)> {
    let mut of: HashMap<&str, (i64, i64, bool)> = HashMap::new();
    let first = first_statements(steps);
    for step in steps {
        let object = step.object.as_str();
        let start = first.get(object).copied().unwrap_or(step.number);
        let span = of.entry(object).or_insert((start, step.number, false));
        span.1 = step.number;
        span.2 |= (step.statement.is_none() && step.along.is_none()) || step.renames;
    }
    let ways = of.into_values().filter(|s| s.2).map(|(first, last, _)| (first, last));
    let alters = |a: &Stored, b: &Stored| a.change == "alter" && a.label == b.label;
    let alterations =
        steps.chunk_by(alters).map(|them| (them[0].number, them[them.len() - 1].number));
    ways.chain(alterations).filter(|(first, last)| first < last).collect()
}

/// The first step with a statement of each object that has one.
fn first_statements(steps: &[Stored]) -> HashMap<&str, i64> {
    let mut first = HashMap::new();
    for step in steps.iter().filter(|step| step.statement.is_some()) {
        first.entry(step.object.as_str()).or_insert(step.number);
    }
    first
}

/// The steps of which something is left after `done` statements.
pub fn rest(steps: &[Stored], done: usize) -> Vec<&Stored> {
    let next = units(steps).get(done).map(|unit| unit.step.number);
    let left = |step: &&Stored| done == 0 || next.is_some_and(|next| step.number >= next);
    steps.iter().filter(left).collect()
}

/// The steps of which something has been done after `done` statements, all for 0: by their own, or along with another one
/// that has been run. What is for the undo alone counts, where that one is not known, if something has been done to its
/// object.
pub fn begun(steps: &[Stored], done: usize) -> Vec<&Stored> {
    let all = units(steps);
    let next = all.get(done).map(|unit| unit.step.number).filter(|_| done > 0);
    let last = done.checked_sub(1).and_then(|i| all.get(i)).map(|unit| unit.step.number);
    let is_begun = |number: i64| next.is_none_or(|next| number < next) || last == Some(number);
    let first = first_statements(steps);
    let begun = |step: &&Stored| match step.along {
        Some(number) => is_begun(number) || is_begun(step.number) && step.statement.is_some(),
        None => {
            let statement = first.get(step.object.as_str()).filter(|_| step.statement.is_none());
            is_begun(step.number) && statement.is_none_or(|number| is_begun(*number))
        }
    };
    steps.iter().filter(begun).collect()
}

/// Errors: 22023 a size below 1.
pub fn size(size: i32) -> Result<usize> {
    usize::try_from(size).ok().filter(|size| *size > 0).ok_or_else(|| {
        let message = format!("batch must be at least 1, not \"{size}\"");
        Error::new(PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE, message)
            .hint("It is the number of statements that run in one transaction.")
    })
}
