//! Which recorded fact a fact of the source is.

use super::Sides;
use crate::fact::{Facts, Scope};
use crate::model::Address;
use std::collections::HashMap;

/// For each fact of the source, the recorded fact that it is: by identity, else by name.
///
/// By name only what belongs to something recorded: a view's columns are not those of the table
/// that had its name.
pub(super) fn pair(sides: &Sides) -> Vec<Option<usize>> {
    let source = sides.source;
    let mut taken = vec![false; sides.recorded.len()];
    let mut matches: Vec<Option<usize>> = vec![None; source.all.len()];
    let mut take = |matches: &mut Vec<Option<usize>>, fact: usize, found: Option<&usize>| {
        if let Some(&r) = found.filter(|r| !taken[**r]) {
            taken[r] = true;
            matches[fact] = Some(r);
        }
    };
    if sides.same_source {
        let by_identity: HashMap<(&str, Address), usize> =
            sides.recorded.iter().enumerate().map(|(i, r)| ((r.kind.as_str(), r.at), i)).collect();
        for (i, fact) in source.all.iter().enumerate() {
            take(&mut matches, i, by_identity.get(&(fact.kind(), fact.at)));
        }
    }
    let by_name: HashMap<(&str, &str), usize> = sides
        .recorded
        .iter()
        .enumerate()
        .map(|(i, r)| ((r.kind.as_str(), r.source_name.as_str()), i))
        .collect();
    let mut rest: Vec<usize> =
        (0..source.all.len()).filter(|i| matches[*i].is_none() && !by_name.is_empty()).collect();
    rest.sort_by_cached_key(|i| depth(source, *i));
    for i in rest {
        if source.parent(i).is_none_or(|p| matches[p].is_some()) {
            let name = source.name(i);
            take(&mut matches, i, by_name.get(&(source.all[i].kind(), name.as_str())));
        }
    }
    matches
}

/// Parts optional facts that no statement makes of each other: what was granted to a role of another
/// name was another grant.
pub(super) fn part(sides: &Sides, matches: &mut [Option<usize>]) {
    for (fact, matched) in matches.iter_mut().enumerate() {
        let desired = &sides.desired.all[fact];
        let differs = |r: usize| {
            let scope = Scope::of(sides.desired, fact);
            desired.def.alter(sides.recorded[r].def.as_ref(), &scope).is_none()
        };
        if desired.entry().optional && matched.is_some_and(differs) {
            *matched = None;
        }
    }
}

/// How many facts stand above one.
fn depth(facts: &Facts, fact: usize) -> usize {
    std::iter::successors(facts.parent(fact), |p| facts.parent(*p)).count()
}
