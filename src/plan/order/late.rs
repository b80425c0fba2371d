//! What is dropped only when something has been altered, and what must wait along with it.

use super::{Awaited, Freed, Planner};
use crate::fact::Scope;
use hashbrown::HashSet;

impl Planner<'_> {
    /// What is dropped for good and is in the way of no alteration, but spares it a look at the rows; and what goes to the
    /// trash, with values that the alteration brings along.
    pub(in crate::plan) fn find_rests(&self) -> HashSet<(usize, usize)> {
        let mut rests = HashSet::new();
        let gone = &self.changes.drop;
        for it in &self.changes.alter {
            let scope = Scope::of(self.given.desired, it.fact).since(self.given.ahead, it.actual);
            let from = self.given.ahead.all[it.actual].def.as_ref();
            let used = scope.def().rests_on(from, &scope).into_iter();
            rests.extend(used.filter(|used| gone.contains(used)).map(|used| (used, it.fact)));
            let trashed = it.keeps().filter(|column| self.given.trash.holds(*column));
            let table = |column: usize| {
                let table = self.given.actual.parent(column);
                table.filter(|table| self.given.trash.holds(*table)).into_iter().chain([column])
            };
            rests.extend(trashed.flat_map(table).map(|used| (used, it.fact)));
        }
        rests
    }

    /// What is dropped when everything has its new name: what an altered fact needs until it is altered,
    /// schemas that things move out of, and what belongs to those.
    pub(in crate::plan) fn find_late(&self) -> HashSet<usize> {
        if !self.renames() {
            return HashSet::new();
        }
        let actual = self.given.actual;
        let dropped = self.dropped();
        let holds = |f: usize| !actual.all[f].entry().takes;
        let leans = self.changes.alter.iter().flat_map(|a| actual.leans(a.actual)).copied();
        let used: HashSet<usize> = leans.chain(self.rests.iter().map(|(used, _)| *used)).collect();
        let wanted = |f: usize| used.contains(&f) || holds(f) || self.renewed.contains(&f);
        let is_left = |f: &usize| !self.rebuild.again.contains_key(f) && !self.is_parted(*f);
        let left: HashSet<usize> = dropped.iter().copied().filter(is_left).collect();
        let untied = self.freed_by_ties(&dropped, &|_| true);
        let going = |fact: usize| dropped.contains(&fact);
        let mut late: HashSet<usize> = left.iter().copied().filter(|f| wanted(*f)).collect();
        loop {
            late = self.with_what_waits(late, &left, &untied);
            let waits = |f: &usize| {
                let scope = Scope::of(actual, *f).amid(&going);
                !late.contains(f) && scope.def().outlives(&scope).iter().any(|o| late.contains(o))
            };
            let more: Vec<usize> = left.iter().copied().filter(waits).collect();
            if more.is_empty() {
                return late;
            }
            late.extend(more);
        }
    }

    /// With what late ones need, or are taken along by, and what these take along. What is freed of something by the end of a
    /// tie goes after that.
    fn with_what_waits(
        &self,
        late: HashSet<usize>,
        left: &HashSet<usize>,
        untied: &Freed,
    ) -> HashSet<usize> {
        let actual = self.given.actual;
        let stays_apart = |late: usize, of: usize| {
            untied.contains(&(late, of)) && !actual.uses[late].contains(&of)
        };
        actual.bound_up(late, left, &stays_apart)
    }

    /// What is dropped for good and altered facts depend on, be it by something that it takes along. What comes again is
    /// needed as before.
    pub(super) fn awaited(&self) -> Awaited {
        let actual = self.given.actual;
        let ends = |f: &usize| self.goes(*f) && !self.rebuild.again.contains_key(f);
        let mut awaited = Awaited::new();
        for it in &self.changes.alter {
            for used in actual.leans(it.actual).iter().copied().filter(ends) {
                let up = |f: &usize| actual.falls_with(*f).filter(ends);
                for fact in std::iter::successors(Some(used), up) {
                    awaited.entry(fact).or_default().push(it.fact);
                }
            }
        }
        awaited
    }
}
