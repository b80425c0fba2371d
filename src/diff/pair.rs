//! Which recorded fact a fact of the source is.

use super::{Recorded, bound};
use crate::fact::{Facts, Scope};
use crate::model::Address;
use hashbrown::HashMap;

/// For each fact of the source, the recorded fact that it is: by identity, else by name.
///
/// By name only what belongs to something recorded: a view's columns are not those of the table
/// that had its name.
pub fn pair(
    source: &Facts,
    desired: &Facts,
    recorded: &[Recorded],
    same_source: bool,
) -> Vec<Option<usize>> {
    let mut taken = vec![false; recorded.len()];
    let mut matches: Vec<Option<usize>> = vec![None; source.all.len()];
    let take =
        |matches: &mut [Option<usize>], taken: &mut [bool], fact: usize, found: Option<&usize>| {
            if let Some(&r) = found.filter(|r| !taken[**r]) {
                taken[r] = true;
                matches[fact] = Some(r);
            }
        };
    if same_source {
        let by_identity: HashMap<(&str, Address), usize> =
            recorded.iter().enumerate().map(|(i, r)| ((r.kind, r.at), i)).collect();
        for (i, fact) in source.all.iter().enumerate() {
            take(&mut matches, &mut taken, i, by_identity.get(&(fact.kind(), fact.at)));
        }
    }
    let by_name: HashMap<(&str, &str), usize> =
        recorded.iter().enumerate().map(|(i, r)| ((r.kind, r.source_name.as_str()), i)).collect();
    let mut rest: Vec<usize> =
        (0..source.all.len()).filter(|i| matches[*i].is_none() && !by_name.is_empty()).collect();
    rest.sort_by_cached_key(|i| depth(source, *i));
    loop {
        for &i in &rest {
            if matches[i].is_none() && source.parent(i).is_none_or(|p| matches[p].is_some()) {
                let name = old_name(source, i, recorded, &matches);
                take(
                    &mut matches,
                    &mut taken,
                    i,
                    by_name.get(&(source.all[i].kind(), name.as_str())),
                );
            }
        }
        let bound = bound::pairs(source, recorded, &matches, &taken);
        if bound.is_empty() {
            break;
        }
        bound.iter().for_each(|(fact, r)| take(&mut matches, &mut taken, *fact, Some(r)));
    }
    in_place(source, recorded, &mut matches, &mut taken);
    part(desired, recorded, &mut matches);
    matches
}

/// Parts that hold nothing, of something that holds nothing (columns of views), are also known by their place:
/// one of another name in the same place is the same one.
fn in_place(
    source: &Facts,
    recorded: &[Recorded],
    matches: &mut [Option<usize>],
    taken: &mut [bool],
) {
    let holds = |fact: usize| {
        let scope = Scope::of(source, fact);
        scope.def().data_probe(&scope).is_some()
    };
    let left: Vec<usize> = (0..source.all.len())
        .filter(|f| matches[*f].is_none() && source.all[*f].entry().part && !holds(*f))
        .collect();
    if left.is_empty() {
        return;
    }
    let places: HashMap<(&str, Address), usize> =
        recorded.iter().enumerate().map(|(i, r)| ((r.kind, r.at), i)).collect();
    for fact in left {
        let parent = source.parent(fact).filter(|p| !holds(*p));
        let Some(of) = parent.and_then(|p| matches[p]) else { continue };
        let at = Address(recorded[of].at.0, recorded[of].at.1, source.all[fact].at.2);
        let found = places.get(&(source.all[fact].kind(), at)).filter(|r| !taken[**r]);
        if let Some(&r) = found {
            taken[r] = true;
            matches[fact] = Some(r);
        }
    }
}

/// A fact's name in the source as it was when what it belongs to had its recorded name.
fn old_name(
    source: &Facts,
    fact: usize,
    recorded: &[Recorded],
    matches: &[Option<usize>],
) -> String {
    let name = source.name(fact);
    let parent = source.parent(fact).and_then(|p| matches[p].map(|r| (source.name(p), r)));
    let Some((new, old)) = parent.map(|(new, r)| (new, recorded[r].source_name.as_str())) else {
        return name;
    };
    match (name.strip_prefix(&new), name.strip_suffix(&new)) {
        (Some(rest), _) => format!("{old}{rest}"),
        (None, Some(rest)) => format!("{rest}{old}"),
        (None, None) => name,
    }
}

/// Parts optional facets, and what comes last, that no statement makes of each other: what was granted to a role of
/// another name was another grant.
fn part(desired: &Facts, all: &[Recorded], matches: &mut [Option<usize>]) {
    for (fact, matched) in matches.iter_mut().enumerate() {
        let it = &desired.all[fact];
        let differs = |r: usize| {
            let scope = Scope::of(desired, fact);
            it.def.alter(all[r].def.as_ref(), &scope).is_none()
        };
        let may = it.entry().optional && (it.entry().facet || it.entry().last);
        if may && matched.is_some_and(differs) {
            *matched = None;
        }
    }
}

/// How many facts stand above one.
fn depth(facts: &Facts, fact: usize) -> usize {
    std::iter::successors(facts.parent(fact), |p| facts.parent(*p)).count()
}
