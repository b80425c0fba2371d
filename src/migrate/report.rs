//! A revision as a page for people who read it.

use super::{drift, verify};
use crate::apply::probe_loss;
use crate::batch;
use crate::error::{Error, Result};
use crate::export::report::{Facts, Live, Loss, Report};
use crate::fact::Doubt;
use crate::hazard::{self, Problem};
use crate::pg::guard;
use crate::print;
use crate::revision::{self, Revision, Stored, Told};
use crate::select;
use pgrx::PgSqlErrorCode;

/// One revision as an HTML page. What cannot be asked now is told in it.
///
/// Errors: 42704 there is none; 42725 several sources have one.
pub fn report(revision: &str, source: Option<&str>) -> Result<String> {
    let (source, it) = select::one(revision, source)?;
    let (told, steps) = (revision::told(&it.id)?, revision::steps(&it.id)?);
    let facts = Facts {
        before: revision::before(&it.id)?,
        brought: revision::came(&it.id)?,
        ended: revision::ended(&it.id)?.iter().map(|fact| fact.id).collect(),
        found: revision::found(&it.id)?,
    };
    let (of_drift, of_verify) = (source.name.clone(), source.name.clone());
    let rows = |doubts: fn(&Stored) -> &[Doubt]| -> Vec<Problem> {
        let of = |step: &Stored| hazard::problems(step.number, &step.object, doubts(step));
        steps.iter().flat_map(of).collect()
    };
    let (problems, bars) = match it.applied {
        true => (Vec::new(), rows(|step| &step.bars)),
        false => (rows(|step| &step.doubts), Vec::new()),
    };
    let live = Live {
        losses: losses(&it, &told, &steps)?,
        back: way_back(&it, &steps)?,
        problems,
        bars,
        drift: asked(move || drift(Some(&of_drift)))?,
        verify: asked(move || verify(Some(&of_verify)))?,
    };
    Report { source: &source, revision: &it, told: &told, steps: &steps, live: &live }.page(&facts)
}

/// What statements that are to come lose; of those that have been run, what the plan said.
fn losses(revision: &Revision, told: &Told, steps: &[Stored]) -> Result<Vec<Loss>> {
    if revision.applied {
        let loss = |step: &Stored| {
            step.probe.as_ref()?;
            let label = format!("{} {}", step.kind, step.object);
            let text = print::told_loss(&told.plan, &label)?.to_string();
            Some(Loss { step: step.number, text })
        };
        return Ok(steps.iter().filter_map(loss).collect());
    }
    let left = batch::rest(steps, revision.reached.unwrap_or_default());
    counted(left.into_iter(), |step| step.statement.as_ref().and(step.probe.as_deref()))
}

/// What taking a revision back would lose that is in effect.
fn way_back(revision: &Revision, steps: &[Stored]) -> Result<Vec<Loss>> {
    match revision.applied {
        true => counted(steps.iter(), |step| step.undo.as_ref().and(step.undo_probe.as_deref())),
        false => Ok(Vec::new()),
    }
}

/// What the probes of steps find. What is not there yet holds nothing.
fn counted<'a>(
    steps: impl Iterator<Item = &'a Stored>,
    probe: impl Fn(&'a Stored) -> Option<&'a str>,
) -> Result<Vec<Loss>> {
    let mut losses = Vec::new();
    for step in steps {
        let Some(probe) = probe(step) else { continue };
        match probe_loss(probe) {
            Ok(found) => losses.extend(found.map(|text| Loss { step: step.number, text })),
            Err(error) => {
                let text = format!("not counted: {}", unless_ended(error)?.message);
                losses.push(Loss { step: step.number, text });
            }
        }
    }
    Ok(losses)
}

/// What is asked of databases that may not be reached, or not be asked now.
fn asked<T: 'static>(
    ask: impl FnOnce() -> Result<T> + 'static,
) -> Result<std::result::Result<T, Error>> {
    match guard::in_subtransaction(ask) {
        Ok(answer) => Ok(Ok(answer)),
        Err(error) => Ok(Err(unless_ended(error)?)),
    }
}

/// An error of what was asked; one that ends the call as a whole is one of the report.
fn unless_ended(error: Error) -> Result<Error> {
    match error.code {
        PgSqlErrorCode::ERRCODE_QUERY_CANCELED | PgSqlErrorCode::ERRCODE_OUT_OF_MEMORY => {
            Err(error)
        }
        _ => Ok(error),
    }
}
