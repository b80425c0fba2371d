//! Parts of a type that get other types while columns hold values of it.

use super::settle::{Given, LENT, SPARE};
use super::{Alteration, Changes, Differing, Disturbs, Stored};
use crate::fact::{Exposed, Held, Object, Remade, Scope, Turn};
use hashbrown::{HashMap, HashSet};

type Statements = Option<Vec<String>>;

/// The other way round.
fn turned<'a>(list: &[Turn<'a>]) -> Vec<Turn<'a>> {
    list.iter().map(|(was, is)| (*is, *was)).collect()
}

/// For each fact of the target, the desired one that it becomes.
fn becomes(changes: &Changes) -> HashMap<usize, usize> {
    changes.there.iter().map(|(desired, actual)| (*actual, *desired)).collect()
}

impl Given<'_> {
    /// The alteration of a part of a type, where it takes more than `plain` statements for the part itself. The
    /// first part that gets another type has the statements for all.
    pub(super) fn reshaped(
        &self,
        it: &Differing,
        plain: (&Statements, &Statements),
        changes: &Changes,
    ) -> Option<Alteration> {
        let (desired, ahead) = (self.sides.desired, self.ahead);
        let of = ahead.parent(it.actual).filter(|_| desired.all[it.fact].entry().part)?;
        let (new, old) = (&desired.all[desired.parent(it.fact)?].def, &ahead.all[of].def);
        if !self.is_retyped(it) {
            return None;
        }
        let Stored { types, columns } = self.holding(vec![of]);
        if columns.is_empty() && plain.0.is_some() && plain.1.is_some() {
            return None;
        }
        let there = becomes(changes);
        let turn = |actual| self.turn(actual, &there);
        let mut parts: Vec<usize> = ahead.children(of).to_vec();
        parts.retain(|p| ahead.all[*p].entry().part && there.contains_key(p));
        parts.sort_by_key(|p| ahead.all[*p].at);
        let parts: Vec<Turn> = parts.into_iter().map(turn).collect();
        let held = self.held(&columns, &there);
        let back = turned(&parts);
        let held_back = Held { columns: held.columns.clone(), objects: turned(&held.objects) };
        let statements = new.reshape(&parts, &held, SPARE)?;
        let undo = old.reshape(&back, &held_back, SPARE)?;
        let mut siblings = self.differ.iter().filter(|d| ahead.parent(d.actual) == Some(of));
        let first = siblings.find(|d| self.is_retyped(d)).map(|d| d.fact);
        let along = first.filter(|first| *first != it.fact);
        let (statements, undo) = match along {
            Some(_) => (Vec::new(), Vec::new()),
            None => (statements, undo),
        };
        Some(Alteration {
            fact: it.fact,
            actual: it.actual,
            statements,
            undo: Some(undo),
            disturbs: Disturbs::Stored(Stored { types, columns }),
            back: Disturbs::Nothing,
            along,
            anew: Vec::new(),
        })
    }

    pub(super) fn is_retyped(&self, it: &Differing) -> bool {
        let new = &self.sides.desired.all[it.fact].def;
        new.disturbs(self.ahead.all[it.actual].def.as_ref())
    }

    /// A fact of the target, and what it becomes.
    fn turn(&self, actual: usize, there: &HashMap<usize, usize>) -> Turn<'_> {
        let was = Scope::of(self.ahead, actual);
        (was, there.get(&actual).map_or(was, |fact| Scope::of(self.sides.desired, *fact)))
    }

    /// Columns that hold values, with the objects that are there before and after.
    fn held(&self, columns: &[usize], there: &HashMap<usize, usize>) -> Held<'_> {
        let is_whole = |it: &usize| {
            let entry = self.ahead.all[*it].entry();
            !entry.part && !entry.facet && !self.ahead.falls_with_any(*it, &self.gone)
        };
        let columns = columns.iter().map(|c| self.turn(*c, there)).collect();
        let objects = (0..self.ahead.all.len()).filter(is_whole).map(|it| self.turn(it, there));
        Held { columns, objects: objects.collect() }
    }

    /// Types of which some columns are attributes, those that hold their values, and columns that have them.
    pub(super) fn lent<'c>(&self, columns: impl Iterator<Item = &'c usize>) -> Stored {
        let attributes = columns.filter(|c| self.use_of(**c).is_some_and(|it| it.of_type));
        let types: HashSet<usize> = attributes.filter_map(|c| self.ahead.parent(*c)).collect();
        self.holding(types.into_iter().collect())
    }

    /// The statements of [`crate::fact::Definition::lend`]; none at all where no columns hold values.
    pub(super) fn lend(
        &self,
        new: &dyn Object,
        lent: &Stored,
        changes: &Changes,
    ) -> Option<Remade> {
        if lent.columns.is_empty() {
            return Some(Remade::default());
        }
        new.lend(&self.held(&lent.columns, &becomes(changes)), LENT)
    }

    /// Types whose values are of some types or hold such, those first, and columns that have them, and neither go before
    /// that nor get another type themselves.
    fn holding(&self, of: Vec<usize>) -> Stored {
        let ahead = self.ahead;
        let (mut types, mut columns, mut next) = (of, Vec::new(), 0);
        while let Some(&held) = types.get(next) {
            next += 1;
            let over = (0..ahead.all.len()).filter(|it| {
                ahead.uses[*it].contains(&held)
                    && !ahead.falls_with_any(*it, &self.gone)
                    && matches!(ahead.all[*it].def.exposes(), Some(Exposed::Base { .. }))
            });
            let mut more: Vec<usize> = over.collect();
            for column in self.columns_of_type(held) {
                let within = self.use_of(column).filter(|it| it.of_type);
                match within.and_then(|_| ahead.parent(column)) {
                    Some(within) => more.push(within),
                    None => columns.push(column),
                }
            }
            types.extend(more.into_iter().filter(|t| !types.contains(t)).collect::<HashSet<_>>());
        }
        columns.sort_unstable();
        columns.dedup();
        Stored { types, columns }
    }
}
