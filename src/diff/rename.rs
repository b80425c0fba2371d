//! Facts that differ from the record in names only, and the names that facts have on the way.

use super::compare::Compare;
use super::end::WORDS;
use super::{ByName, Changes, Judge, Recorded, Renaming, Sides, contrast};
use crate::error::Result;
use crate::fact::{Fact, Facts, Object, Part, Place, Scope};
use crate::model::QName;
use crate::transform::elsewhere::Elsewhere;
use crate::transform::names;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeSet;

/// How the name of a new fact begins as long as another one has its own; no object is called so.
const NEW: &str = "schemig: new ";

/// How the name begins that what is dropped has as soon as another one has taken its own, as long as it is still there.
const ASIDE: &str = "schemig_gone_";

/// The names that the desired facts have on record. What is new and takes the name that a renamed
/// fact had gets one that nothing has.
pub fn before(
    source: &Facts,
    desired: &Facts,
    recorded: &[Recorded],
    matches: &[Option<usize>],
) -> Result<Elsewhere> {
    names_before(source, desired, recorded, matches, |r| r.def.as_ref())
}

/// What the source says in the words that are on record and means other objects by: names that it has given to others.
pub fn rebound(
    source: &Facts,
    recorded: &[Recorded],
    matches: &[Option<usize>],
) -> Result<HashSet<usize>> {
    let names = names_before(source, source, recorded, matches, |r| r.source.as_ref())?;
    if names.is_empty() {
        return Ok(HashSet::new());
    }
    let before = names::under(source, &names, false)?;
    let is_rebound = |(fact, matched): (usize, &Option<usize>)| {
        let (is, was) = (&source.all[fact].def, &before.all[fact].def);
        matched.is_some_and(|r| is.same(recorded[r].source.as_ref()) && !is.same(was.as_ref()))
    };
    Ok((0..).zip(matches).filter(|it| is_rebound(*it)).map(|(fact, _)| fact).collect())
}

/// The names that facts have on record, of which a part tells their definitions.
fn names_before(
    source: &Facts,
    facts: &Facts,
    recorded: &[Recorded],
    matches: &[Option<usize>],
    was: fn(&Recorded) -> &dyn Object,
) -> Result<Elsewhere> {
    let mut names = Elsewhere::default();
    let mut freed: BTreeSet<String> = BTreeSet::new();
    for (fact, r) in matches.iter().enumerate().filter_map(|(f, m)| m.map(|r| (f, &recorded[r]))) {
        let def = facts.all[fact].def.as_ref();
        // Most are as they were: no copies are made to look at their places.
        let is_moved = !def.same(was(r)) && Place::of(def) != Place::of(was(r));
        if is_moved || def.boxed().companion().is_some() {
            names.rename(def, was(r))?;
            freed.extend(was(r).boxed().own().map(|own| own.name.clone()));
        }
        for (old, new) in labels(source.all[fact].def.as_ref(), r.source.as_ref()) {
            if let Some(of) = qualified(def) {
                names.rename_part(Part::Label, of, &new, &old);
            }
        }
    }
    // Each by itself: columns of one table must not have one name.
    let freed: HashMap<String, usize> = freed.into_iter().zip(1..).collect();
    let new = matches.iter().enumerate().filter(|(_, m)| m.is_none() && !freed.is_empty());
    for (fact, _) in new {
        let def = facts.all[fact].def.as_ref();
        let mut spare = def.boxed();
        if let Some(own) = spare.own()
            && let Some(number) = freed.get(own.name.as_str())
        {
            *own.name = format!("{NEW}{number}");
            names.rename(def, spare.as_ref())?;
        }
    }
    Ok(names)
}

/// The names that the target's facts get.
pub fn after(sides: &Sides, changes: &Changes) -> Result<Elsewhere> {
    let mut names = Elsewhere::default();
    for it in &changes.rename {
        let from = sides.actual.all[it.actual].def.as_ref();
        names.rename(from, sides.desired.all[it.fact].def.as_ref())?;
        for (old, new) in &it.inner {
            if let Some(of) = qualified(from) {
                names.rename_part(Part::Label, of, old, new);
            }
        }
    }
    for (there, name) in &changes.aside {
        let def = sides.actual.all[*there].def.as_ref();
        let mut aside = def.boxed();
        if let Some(own) = aside.own() {
            own.name.clone_from(name);
        }
        names.rename(def, aside.as_ref())?;
    }
    Ok(names)
}

/// Gives names to what is dropped, may be needed until something is altered, and has the name that another one gets; and to
/// all parts that are dropped and have the new name of another one, since texts could not tell the two from each other.
pub(super) fn set_aside(sides: &Sides, changes: &mut Changes) -> Result<()> {
    if changes.rename.is_empty() {
        return Ok(());
    }
    let (mut taken, mut taken_parts) = (HashSet::new(), HashSet::new());
    let holds = |fact: usize| !sides.desired.all[fact].entry().takes;
    let new = changes.create.iter().copied().chain(changes.rename.iter().map(|it| it.fact));
    let holders: HashSet<String> =
        new.filter(|f| holds(*f)).map(|f| sides.desired.label(f)).collect();
    let part = |def: &dyn Object, actual: usize| {
        let of = sides.actual.parent(actual).filter(|_| def.entry().part)?;
        Some((of, def.entry().kind, Place::of(def)?.name))
    };
    for it in &changes.rename {
        taken.extend(sides.desired.occupies(it.fact)?);
        taken_parts.extend(part(sides.desired.all[it.fact].def.as_ref(), it.actual));
    }
    let dropped: HashSet<usize> = changes.drop.iter().copied().collect();
    let leans = changes.differ.iter().flat_map(|d| sides.actual.leans(d.actual)).copied();
    let used = leans.filter(|used| dropped.contains(used)).collect();
    // What is kept by what is used has its name for as long.
    let used = sides.actual.bound_up(used, &dropped, &|_, _| false);
    // What heirs have from a parent has one name with it.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for &there in &changes.drop {
        let is_taken = match part(sides.actual.all[there].def.as_ref(), there) {
            Some(part) => taken_parts.contains(&part),
            None if !sides.actual.all[there].entry().takes => {
                holders.contains(&sides.actual.label(there))
            }
            None if used.contains(&there) => {
                sides.actual.occupies(there)?.iter().any(|name| taken.contains(name))
            }
            None => false,
        };
        if is_taken {
            let Some(own) = Place::of(sides.actual.all[there].def.as_ref()) else { continue };
            let next = numbers.len() + 1;
            let number = numbers.entry(own.name).or_insert(next);
            changes.aside.push((there, format!("{ASIDE}{number}")));
        }
    }
    // Statements about what something has call that by the name that it has had.
    changes.aside.sort_by_key(|(there, _)| {
        let parent = sides.actual.parent(*there);
        let within = parent.filter(|of| sides.actual.all[*of].entry().takes);
        (!sides.actual.all[*there].entry().takes, within.is_none())
    });
    Ok(())
}

/// The name that texts call it by.
fn qualified(def: &dyn Object) -> Option<QName> {
    Place::of(def).map(|it| QName { schema: it.schema.unwrap_or_default(), name: it.name })
}

/// Names inside two states of a source's definition that have the same identity and differ: old and new.
fn labels(new: &dyn Object, old: &dyn Object) -> Vec<(String, String)> {
    let (mut new, mut old) = (new.boxed(), old.boxed());
    let by_identity: HashMap<u32, String> =
        old.inner().into_iter().map(|(id, label)| (id, label.clone())).collect();
    let pairs = new.inner().into_iter().filter_map(|(id, label)| {
        let was = by_identity.get(&id).filter(|was| *was != label && id != 0)?;
        Some((was.clone(), label.clone()))
    });
    pairs.collect()
}

/// Names inside a matched fact that the source has changed: old and new.
pub(super) fn inner(sides: &Sides, fact: usize, r: usize) -> Vec<(String, String)> {
    match sides.same_source {
        true => labels(sides.source.all[fact].def.as_ref(), sides.recorded[r].source.as_ref()),
        false => Vec::new(),
    }
}

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

/// What others share and gives up its name, by position in `actual`: it goes, or gets a name that nothing else has by then.
pub(super) fn freed(sides: &Sides, actual: &ByName, drop: &[usize]) -> HashSet<usize> {
    let is_shared = |there: &&usize| sides.actual.all[**there].entry().shared;
    let mut freed: HashSet<usize> = drop.iter().filter(is_shared).copied().collect();
    let mut new: HashMap<usize, Option<usize>> = HashMap::new();
    for (fact, r) in sides.matches.iter().enumerate().filter_map(|(f, m)| Some((f, (*m)?))) {
        let (recorded, kind) = (&sides.recorded[r], sides.desired.all[fact].kind());
        if !sides.desired.all[fact].entry().shared
            || recorded.adopted
            || sides.others.contains(&recorded.label())
        {
            continue;
        }
        let name = sides.desired.name(fact);
        let there = actual.find(kind, &recorded.name).filter(|_| name != recorded.name);
        new.extend(there.map(|there| (there, actual.find(kind, &name))));
    }
    freed.extend(new.keys());
    loop {
        let is_stuck = |held: &Option<usize>| held.is_some_and(|held| !freed.contains(&held));
        let stuck: Vec<usize> =
            new.iter().filter(|(_, held)| is_stuck(held)).map(|(there, _)| *there).collect();
        if stuck.is_empty() {
            return freed;
        }
        for there in stuck {
            new.remove(&there);
            freed.remove(&there);
        }
    }
}

/// How what is there differs from what shall be.
fn in_the_way(found: &Fact, desired: &Fact) -> Result<String> {
    if found.def.same(desired.def.as_ref()) {
        return Ok("the target has one".to_string());
    }
    Ok(contrast(&found.def.json()?, &desired.def.json()?, ("is", "shall be")))
}

/// A fact that gets other names and is altered besides.
pub(super) fn renaming(sides: &Sides, fact: usize, r: usize, there: usize) -> Renaming {
    Renaming {
        fact,
        recorded: r,
        actual: there,
        follow: Vec::new(),
        unfollow: Vec::new(),
        inner: inner(sides, fact, r),
        drifted: false,
        altered: true,
    }
}

impl Compare<'_> {
    /// Notes that something gets other names which somebody has dropped here; false where it must be made.
    fn rename_missing(&self, fact: usize, r: usize, changes: &mut Changes) -> Result<bool> {
        let (sides, recorded) = (self.sides, &self.sides.recorded[r]);
        let (desired, name) = (&sides.desired.all[fact], sides.desired.name(fact));
        // It comes with what it belongs to, or has got here the name that rules give it.
        let is_made = sides.desired.parent(fact).is_some_and(|p| self.new.contains(&p));
        let is_there = !sides.same_rules
            && self.actual.find(desired.kind(), &name).is_some()
            && !sides.recorded.iter().any(|r| r.kind == desired.kind() && r.name == name);
        if is_made || is_there {
            return Ok(false);
        }
        let (mut was, mut is) = (recorded.source.boxed(), sides.source.all[fact].def.boxed());
        if was.own().map(|own| &*own.name) == is.own().map(|own| &*own.name) {
            changes.absent.push(fact);
            return Ok(true);
        }
        let source = contrast(&recorded.source_name, &sides.source.name(fact), WORDS);
        let both = format!("source: {source}; target: dropped");
        changes.conflicts.push((recorded.label(), both));
        Ok(true)
    }
}

/// Adds what brings the text of a definition along, of which the server lets no name follow, and what takes it back.
fn bring_texts(sides: &Sides, from: &dyn Object, it: &mut Renaming) -> Result<()> {
    let desired = sides.desired.all[it.fact].def.as_ref();
    let scope = Scope::of(sides.desired, it.fact).since(sides.actual, it.actual);
    it.follow = desired.follow(from, &scope)?;
    it.unfollow = from.follow(desired, &scope)?;
    Ok(())
}

/// Notes that a fact gets other names; false where it must be made, since it cannot be renamed.
pub(super) fn rename(
    it: &Compare,
    fact: usize,
    r: usize,
    judge: &dyn Judge,
    changes: &mut Changes,
) -> Result<bool> {
    let (sides, recorded) = (it.sides, &it.sides.recorded[r]);
    let there = it.actual.find(recorded.kind, &recorded.name);
    let name = sides.desired.name(fact);
    let label = recorded.label();
    let entry = sides.desired.all[fact].entry();
    // What was there before, and what others use too, keeps its name.
    let free = !recorded.adopted && !sides.others.contains(&label);
    let same_name = name == recorded.name;
    if entry.shared && same_name && !free {
        return Ok(true);
    }
    changes.ended.push(r);
    let held = it.actual.find(entry.kind, &name).is_some_and(|held| !it.freed.contains(&held));
    if entry.shared && !same_name && (!free || held) {
        changes.there.remove(&fact);
        changes.kept.push(r);
        return Ok(false);
    }
    let Some(there) = there else {
        changes.lost.push(r);
        return it.rename_missing(fact, r, changes);
    };
    // What is said of something stays with it when that stays and another one is made.
    if entry.facet && sides.desired.parent(fact).is_some_and(|p| it.new.contains(&p)) {
        changes.there.remove(&fact);
        match recorded.adopted {
            true => changes.kept.push(r),
            false => changes.drop.push(there),
        }
        return Ok(false);
    }
    let has_followed = it.has_followed(fact, judge, changes)?;
    let differs = changes.drifted.contains(&there);
    // Its undo brings it back as it is, not as it was recorded.
    changes.lost.extend(differs.then_some(r));
    let mut renaming = renaming(sides, fact, r, there);
    (renaming.altered, renaming.drifted) = (false, differs && !has_followed);
    // What somebody has put in the place of a text stays: the server lets its names follow where it can.
    if !sides.same_rules && !renaming.drifted {
        let found = sides.actual.all[there].def.as_ref();
        let from = if has_followed { found } else { recorded.def.as_ref() };
        bring_texts(sides, from, &mut renaming)?;
    }
    changes.rename.push(renaming);
    Ok(true)
}
