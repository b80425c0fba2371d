//! What must be made anew since it has no part of another type: a partitioned table, for a column of its key.

use super::settle::Given;
use super::{Changes, Differing, Sides};
use crate::error::Result;
use crate::fact::{Exposed, Facts, Object, Scope};
use hashbrown::{HashMap, HashSet};

/// Parts that keep their types, each with what it is a part of; and types of which they are, with the same.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    parts: HashMap<usize, usize>,
    types: HashMap<usize, HashSet<usize>>,
}

impl Fixed {
    pub(super) fn find(facts: &Facts) -> Fixed {
        let mut fixed = Fixed::default();
        for (whole, it) in facts.all.iter().enumerate() {
            let names = it.def.fixes();
            let is_fixed = |def: &dyn Object| match def.exposes() {
                Some(Exposed::Column { name, .. }) => names.contains(&name),
                _ => false,
            };
            let parts = facts.children(whole).iter().filter(|_| !names.is_empty());
            for &part in parts.filter(|p| is_fixed(facts.all[**p].def.as_ref())) {
                fixed.parts.insert(part, whole);
                for of in types(facts, part) {
                    fixed.types.entry(of).or_default().insert(whole);
                }
            }
        }
        fixed
    }
}

/// What the type of a part is made of, at whatever depth.
fn types(facts: &Facts, part: usize) -> HashSet<usize> {
    let (mut found, mut next) = (HashSet::new(), facts.uses[part].to_vec());
    while let Some(of) = next.pop() {
        if !found.insert(of) {
            continue;
        }
        if matches!(facts.all[of].def.exposes(), Some(Exposed::Base { .. })) {
            next.extend(&facts.uses[of]);
        }
        let attributes = facts.children(of).iter().filter(|a| facts.all[**a].entry().part);
        next.extend(attributes.flat_map(|a| &facts.uses[*a]));
    }
    found
}

impl Given<'_> {
    /// Positions in `actual` of what changes of types are not possible under.
    pub(super) fn stiff(&self, changes: &Changes) -> Result<HashSet<usize>> {
        let mut stiff = HashSet::new();
        for it in self.differ {
            match self.fixed.parts.get(&it.actual) {
                Some(whole) if self.is_retyped(it) => stiff.extend([*whole]),
                Some(_) => {}
                None if self.in_parts(it.type_of(self.ahead)).is_empty() => {}
                None if self.ahead.all[it.actual].entry().part => {
                    let of = it.type_of(self.ahead);
                    stiff.extend(self.in_parts(of).into_iter().filter(|_| self.is_retyped(it)));
                }
                None => {
                    let scope = Scope::of(self.sides.desired, it.fact).since(self.ahead, it.actual);
                    let altered = scope.def().alter(self.ahead.all[it.actual].def.as_ref(), &scope);
                    if altered.is_none() || self.uses_new_label(it, changes)? {
                        stiff.extend(self.in_parts(it.actual));
                    }
                }
            }
        }
        Ok(stiff)
    }

    /// What stays, and has parts of a type that keep their types.
    pub(super) fn in_parts(&self, of: usize) -> HashSet<usize> {
        let all = self.fixed.types.get(&of).into_iter().flatten().copied();
        all.filter(|whole| !self.ahead.falls_with_any(*whole, &self.gone)).collect()
    }
}

impl Differing {
    /// The type that it is, or is a part of.
    fn type_of(&self, ahead: &Facts) -> usize {
        let of = ahead.parent(self.actual).filter(|_| ahead.all[self.actual].entry().part);
        of.unwrap_or(self.actual)
    }
}

/// Drops and creates what must be made anew and does not differ itself.
pub(super) fn make_anew(
    sides: &Sides,
    stiff: &HashSet<usize>,
    differ: &[Differing],
    changes: &mut Changes,
) {
    let there = changes.there.iter().filter(|(_, actual)| stiff.contains(*actual));
    let mut anew: Vec<(usize, usize)> = there.map(|(fact, actual)| (*fact, *actual)).collect();
    anew.sort_unstable();
    anew.retain(|(_, actual)| !differ.iter().any(|d| d.actual == *actual));
    for (fact, actual) in anew {
        let Some(recorded) = sides.matches[fact] else { continue };
        if !changes.ended.contains(&recorded) {
            changes.ended.push(recorded);
        }
        changes.rename.retain(|r| r.fact != fact);
        changes.drop.push(actual);
        changes.create.push(fact);
    }
}
