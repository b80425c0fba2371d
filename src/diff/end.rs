//! What is no longer in the source.

use super::{ByName, Changes, Judge, Moved, Recorded, Sides, contrast, equal};
use crate::error::Result;
use crate::fact::{Exposed, Object};
use crate::model::{Address, QName};
use hashbrown::HashSet;

/// Ends the recorded facts that nothing in the source is any more.
pub(super) fn end(
    sides: &Sides,
    actual: &ByName,
    judge: &dyn Judge,
    changes: &mut Changes,
) -> Result<()> {
    let matched: HashSet<usize> = sides.matches.iter().flatten().copied().collect();
    let mut along = Vec::new();
    let mut unmatched = Vec::new();
    let mut said = Vec::new();
    for (r, recorded) in sides.recorded.iter().enumerate().filter(|(r, _)| !matched.contains(r)) {
        changes.ended.push(r);
        let entry = recorded.def.entry();
        match actual.find(recorded.kind, &recorded.name) {
            // Nobody wants to know of it any more: it goes only with what it belongs to.
            Some(there) if entry.optional && !sides.wanted.contains(&entry.kind) => {
                along.push(there)
            }
            Some(there) if entry.optional && recorded.adopted => unmatched.push(there),
            Some(there) if stays(sides, recorded, there) => changes.kept.push(r),
            Some(there) => {
                changes.drop.push(there);
                let found = &sides.actual.all[there].def;
                if !equal(recorded.def.as_ref(), found.as_ref(), judge)? {
                    match entry.facet {
                        true => said.push((r, there)),
                        false => changes.conflicts.push(both(recorded, found.as_ref())?),
                    }
                }
            }
            None => changes.lost.push(r),
        }
        if !sides.same_source {
            let at = Address(0, recorded.id as u32, 0);
            changes.moved.push(Moved { recorded: r, at, source: None });
        }
    }
    facets(sides, &said, changes)?;
    if sides.keep {
        replace_counters(sides, actual, changes);
    }
    if !unmatched.is_empty() {
        // It was there before, but the object that it belongs to follows the source, and so does it.
        let desired = ByName::new(sides.desired);
        changes.drop.extend(unmatched.into_iter().filter(|there| {
            let parent = sides.actual.parent(*there);
            parent.is_some_and(|p| {
                desired.find(sides.actual.all[p].kind(), &sides.actual.name(p)).is_some()
            })
        }));
    }
    let leaving: HashSet<usize> = changes.drop.iter().copied().collect();
    changes.drop.extend(along.into_iter().filter(|a| sides.actual.falls_with_any(*a, &leaving)));
    Ok(())
}

/// What somebody has said here, in other words than on record, of things that the source says nothing of any more.
fn facets(sides: &Sides, said: &[(usize, usize)], changes: &mut Changes) -> Result<()> {
    let dropped: HashSet<usize> = changes.drop.iter().copied().collect();
    for &(r, there) in said {
        let host = sides.actual.falls_with(there);
        let falls = host.is_some_and(|host| sides.actual.falls_with_any(host, &dropped));
        // An undo brings it back with what it is about.
        if falls || sides.recorded[r].def.entry().optional {
            changes.lost.push(r);
        } else {
            let found = &sides.actual.all[there].def;
            changes.conflicts.push(both(&sides.recorded[r], found.as_ref())?);
        }
    }
    Ok(())
}

/// What is gone from the source and has changed in the target.
fn both(recorded: &Recorded, found: &dyn Object) -> Result<(String, String)> {
    let (was, is) = (recorded.def.json()?, found.json()?);
    let both = format!("source: dropped; target: {}", contrast(&was, &is, WORDS));
    Ok((recorded.label(), both))
}

/// What has counted for a column cannot stay beside what does so from now on; nor can what needs it.
fn replace_counters(sides: &Sides, actual: &ByName, changes: &mut Changes) {
    let counter = |def: &dyn Object| match def.exposes() {
        Some(Exposed::Counter { of, column, sequence }) => Some(((of, column), sequence)),
        _ => None,
    };
    let new = (0..sides.before.all.len()).filter(|fact| sides.matches[*fact].is_none());
    let new: HashSet<(QName, String)> =
        new.filter_map(|f| Some(counter(sides.before.all[f].def.as_ref())?.0)).collect();
    let of = |r: usize| counter(sides.recorded[r].def.as_ref()).filter(|(of, _)| new.contains(of));
    let sequences: HashSet<String> =
        changes.kept.iter().filter_map(|r| Some(of(*r)?.1.to_string())).collect();
    if sequences.is_empty() {
        return;
    }
    let there = |r: usize| actual.find(sides.recorded[r].kind, &sides.recorded[r].name);
    let mut going: HashSet<usize> = HashSet::new();
    loop {
        let goes = |r: &usize| {
            let it = &sides.recorded[*r];
            let Some(at) = there(*r).filter(|at| !going.contains(at)) else { return false };
            let needs = sides.actual.needs[at].iter().chain(&sides.actual.uses[at]);
            let is_counter = of(*r).is_some() || sequences.contains(&it.name);
            is_counter || needs.copied().any(|need| going.contains(&need))
        };
        let more: Vec<usize> = changes.kept.iter().copied().filter(goes).collect();
        if more.is_empty() {
            break;
        }
        going.extend(more.into_iter().filter_map(there));
    }
    changes.kept.retain(|r| there(*r).is_none_or(|at| !going.contains(&at)));
    changes.drop.extend(going);
}

/// How changes of a target are told.
pub(super) const WORDS: (&str, &str) = ("was", "is");

/// Whether an ended fact stays in the target: by the rule, or because it is used by others too.
fn stays(sides: &Sides, recorded: &Recorded, there: usize) -> bool {
    let shared = |f: usize| sides.actual.all[f].entry().shared;
    let of_shared = sides.actual.parent(there).is_some_and(shared);
    let facet = recorded.def.entry().facet;
    sides.keep || (recorded.adopted && (recorded.def.entry().shared || (facet && of_shared)))
}
