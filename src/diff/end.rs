//! What is no longer in the source.

use super::{ByName, Changes, Judge, Moved, Recorded, Sides, contrast, equal};
use crate::error::Result;
use crate::model::Address;
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
                if !entry.facet && !equal(recorded.def.as_ref(), found.as_ref(), judge)? {
                    let (was, is) = (recorded.def.json()?, found.json()?);
                    let both = format!("source: dropped; target: {}", contrast(&was, &is, WORDS));
                    changes.conflicts.push((recorded.label(), both));
                }
            }
            None => changes.lost.push(r),
        }
        if !sides.same_source {
            let at = Address(0, recorded.id as u32, 0);
            changes.moved.push(Moved { recorded: r, at, source: None });
        }
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

/// How changes of a target are told.
pub(super) const WORDS: (&str, &str) = ("was", "is");

/// Whether an ended fact stays in the target: by the rule, or because it is used by others too.
fn stays(sides: &Sides, recorded: &Recorded, there: usize) -> bool {
    let shared = |f: usize| sides.actual.all[f].entry().shared;
    let of_shared = sides.actual.parent(there).is_some_and(shared);
    let facet = recorded.def.entry().facet;
    sides.keep || (recorded.adopted && (recorded.def.entry().shared || (facet && of_shared)))
}
