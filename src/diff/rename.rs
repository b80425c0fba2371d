//! Facts that differ from the record in names only.

use super::{ByName, Changes, Renaming, Sides, in_the_way};
use crate::error::Result;
use crate::fact::{Fields, Object, Part, Scope, Space, Sql};
use crate::model::QName;
use std::collections::{BTreeSet, HashSet};

/// Notes new names of renamed facts that something else has.
pub(super) fn refuse_taken(
    sides: &Sides,
    (actual, leaving): (&ByName, &HashSet<usize>),
    changes: &mut Changes,
) -> Result<()> {
    for it in &changes.rename {
        let desired = &sides.desired.all[it.fact];
        let there = actual.find(desired.kind(), &sides.desired.name(it.fact));
        if let Some(there) = there.filter(|t| *t != it.actual && !leaving.contains(t)) {
            let (found, label) = (&sides.actual.all[there], sides.desired.label(it.fact));
            changes.occupied.push((label, in_the_way(found, desired)?));
        }
    }
    Ok(())
}

/// Notes that a fact gets other names; false where it must be made, since it cannot be renamed.
pub(super) fn rename(
    sides: &Sides,
    fact: usize,
    r: usize,
    (actual, new): (&ByName, &BTreeSet<usize>),
    changes: &mut Changes,
) -> Result<bool> {
    let recorded = &sides.recorded[r];
    let there = actual.find(&recorded.kind, &recorded.name);
    let name = sides.desired.name(fact);
    let label = recorded.label();
    let entry = sides.desired.all[fact].entry();
    // What was there before, and what others use too, keeps its name.
    let free = !recorded.adopted && !sides.others.contains(&label);
    let same_name = name == recorded.name;
    if entry.shared && same_name && !free {
        return Ok(true);
    }
    if entry.shared && !same_name && (!free || actual.find(entry.kind, &name).is_some()) {
        changes.ended.push(r);
        return Ok(false);
    }
    changes.ended.push(r);
    let Some(there) = there else {
        changes.lost.push(r);
        return Ok(false);
    };
    // What is said of something stays with it when that stays and another one is made.
    if entry.facet && sides.desired.parent(fact).is_some_and(|p| new.contains(&p)) {
        if !recorded.adopted {
            changes.drop.push(there);
        }
        return Ok(false);
    }
    let (desired, from) = (sides.desired.all[fact].def.as_ref(), recorded.def.as_ref());
    let scope = Scope::of(sides.desired, fact);
    changes.rename.push(Renaming {
        fact,
        recorded: r,
        actual: there,
        follow: desired.follow(from, &scope)?,
        unfollow: from.follow(desired, &scope)?,
    });
    Ok(true)
}

/// Whether two definitions differ in names, and in SQL text that may hold names, only.
pub fn names_alone(one: &dyn Object, other: &dyn Object) -> Result<bool> {
    let (mut one, mut other) = (one.boxed(), other.boxed());
    one.fields(&mut Blank)?;
    other.fields(&mut Blank)?;
    Ok(one.same(other.as_ref()))
}

/// Takes names and SQL texts out of a definition.
struct Blank;

impl Fields for Blank {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        name.clear();
        Ok(())
    }
    fn object(&mut self, _space: Space, name: &mut QName) -> Result<()> {
        name.schema.clear();
        name.name.clear();
        Ok(())
    }
    fn part(&mut self, _part: Part, _of: &QName, name: &mut String) -> Result<()> {
        name.clear();
        Ok(())
    }
    fn sql(&mut self, _sql: Sql, text: &mut String) -> Result<()> {
        text.clear();
        Ok(())
    }
}
