//! A fact that is not on record: made, or adopted where the target has it already.

use super::{ByName, Changes, Differing, Judge, Sides, equal};
use crate::error::Result;
use hashbrown::HashSet;

/// Notes what must be done about a new fact.
pub(super) fn classify(
    sides: &Sides,
    fact: usize,
    (actual, leaving): (&ByName, &HashSet<usize>),
    judge: &dyn Judge,
    changes: &mut Changes,
) -> Result<()> {
    let desired = &sides.desired.all[fact];
    let stays = |there: &usize| !sides.actual.falls_with_any(*there, leaving);
    let found = actual.find(desired.kind(), &sides.desired.name(fact)).filter(stays);
    let Some(there) = found else {
        changes.create.push(fact);
        return Ok(());
    };
    changes.there.insert(fact, there);
    let def = sides.actual.all[there].def.as_ref();
    if desired.entry().shared || equal(desired.def.as_ref(), def, judge)? {
        changes.adopt.push((fact, there));
    } else {
        changes.differ.push(Differing { fact, recorded: None, actual: there });
    }
    Ok(())
}
