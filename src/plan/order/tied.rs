//! A table that gets a parent, or loses it, together with columns of that: the tie brings and takes no columns. What the
//! table has from the parent alone comes when it is tied already, and goes while it still is.

use super::{Edges, Freed, Node, Planner};
use crate::diff::{Alteration, Disturbs};
use crate::fact::{Exposed, Facts, Scope};
use crate::model::QName;
use crate::plan::Verb;
use hashbrown::{HashMap, HashSet};

/// Columns that come, or that go, by relation and name.
type Columns = HashMap<QName, HashMap<String, Node>>;

impl Planner<'_> {
    pub(super) fn edges_of_ties(&self, nodes: &[Node], edges: &mut Edges) {
        for verb in [Verb::Create, Verb::Drop] {
            let facts = self.facts(verb);
            let moved: HashSet<usize> =
                nodes.iter().filter(|n| n.verb == verb).map(|n| n.fact).collect();
            // A table that comes or goes as well has its columns by itself.
            let stays = |tie: &usize| facts.parent(*tie).is_some_and(|t| !moved.contains(&t));
            let ties = moved.iter().copied().filter(stays);
            let ties: Vec<(usize, QName, QName)> =
                ties.filter_map(|tie| heir(facts, tie)).collect();
            if ties.is_empty() {
                continue;
            }
            let columns = columns(facts, verb, &moved);
            for (tie, child, parent) in ties {
                let tie = Node { verb, fact: tie };
                let own = columns.get(&child);
                // Columns of one that comes or goes as a whole are its own affair.
                let whole =
                    |given: &Node| facts.parent(given.fact).is_some_and(|t| moved.contains(&t));
                for (name, &given) in
                    columns.get(&parent).into_iter().flatten().filter(|(_, g)| !whole(g))
                {
                    match (own.and_then(|own| own.get(name)), verb) {
                        (Some(&own), Verb::Create) => {
                            edges.after(given, tie);
                            edges.after(own, given);
                        }
                        (Some(_), _) => edges.after(tie, given),
                        (None, _) => {}
                    }
                }
            }
        }
    }

    /// What goes, each with a tie that ends before: what is bound to it by that tie outlives it, and would be taken along. An
    /// index of a partition that is detached while the partitioned table loses its own, or goes to the trash with it.
    pub(super) fn freed(&self) -> Freed {
        let dropped = self.leaving.union(&self.late).copied().collect();
        let mut freed = self.freed_by_ties(&dropped, &|_| true);
        // What goes late comes behind all else by itself.
        freed.retain(|(_, tie)| !self.late.contains(tie) && !self.renewed.contains(tie));
        freed
    }

    pub(super) fn freed_by_ties(
        &self,
        dropped: &HashSet<usize>,
        counts: &dyn Fn(&Scope) -> bool,
    ) -> Freed {
        let actual = self.given.actual;
        let outlives = |fact: usize| !dropped.contains(&fact) || self.given.trash.holds(fact);
        let bound =
            |fact: &usize| actual.all[*fact].entry().binds && counts(&Scope::of(actual, *fact));
        let mut freed = Freed::new();
        for &fact in dropped.iter().filter(|fact| bound(fact)) {
            let Some((to, ties)) = actual.binding(fact) else { continue };
            if actual.parent(fact).is_some_and(outlives) && dropped.contains(&to) {
                freed.extend(ties.into_iter().filter(|t| dropped.contains(t)).map(|tie| (to, tie)));
            }
        }
        freed
    }

    /// Positions in `actual` of ties that end and are made again between the same tables, with other bounds: until all that
    /// is changed of the parent has reached its heir. Not those that something must be freed by before.
    pub(in crate::plan) fn find_renewed(&self, dropped: &HashSet<usize>) -> HashSet<usize> {
        let (desired, ahead) = (self.given.desired, self.given.ahead);
        let made: HashSet<(QName, QName)> =
            self.changes.create.iter().filter_map(|tie| tables(desired, *tie)).collect();
        if made.is_empty() {
            return HashSet::new();
        }
        // What goes of the tables waits for the end of the tie: it must be in the way of nothing.
        let altered: HashSet<usize> = self.changes.alter.iter().map(|it| it.actual).collect();
        let waits = |need: &usize| {
            ahead.parent(*need).is_some_and(|table| ahead.all[table].entry().takes)
                && ahead.needs[*need].iter().all(|used| !altered.contains(used))
        };
        let stays = |tie: &usize| {
            ahead.needs[*tie].iter().all(|need| !dropped.contains(need) || waits(need))
        };
        let again = |tie: &usize| tables(ahead, *tie).is_some_and(|tables| made.contains(&tables));
        let mut renewed: HashSet<usize> =
            self.changes.drop.iter().copied().filter(stays).filter(again).collect();
        // What is bound may be dropped by itself as well, and has been taken along by then.
        let is_tie_alone = |bound: &Scope| bound.def().drop(bound).is_empty();
        for (_, tie) in self.freed_by_ties(dropped, &is_tie_alone) {
            renewed.remove(&tie);
        }
        renewed
    }

    /// Positions in `desired` of what is made after all renames, but for ties that last until then.
    pub(in crate::plan) fn tied_anew(&self) -> HashSet<usize> {
        let (desired, ahead) = (self.given.desired, self.given.ahead);
        let last: HashSet<(QName, QName)> =
            self.renewed.iter().filter_map(|tie| tables(ahead, *tie)).collect();
        let made = self.changes.create.iter().chain(&self.remade).copied();
        made.filter(|tie| tables(desired, *tie).is_none_or(|it| !last.contains(&it))).collect()
    }

    /// They end after all that is altered of the parent, and before anything else is tied to that.
    pub(super) fn edges_of_renewed(&self, nodes: &[Node], edges: &mut Edges) {
        if self.renewed.is_empty() {
            return;
        }
        let (desired, ahead) = (self.given.desired, self.given.ahead);
        let made: Vec<(QName, Node)> = (nodes.iter().filter(|n| n.verb == Verb::Create))
            .filter_map(|n| Some((heir(desired, n.fact)?.2, *n)))
            .collect();
        for &tie in &self.renewed {
            let Some((_, _, parent)) = heir(ahead, tie) else { continue };
            let verb = if self.late.contains(&tie) { Verb::DropLate } else { Verb::Drop };
            let node = Node { verb, fact: tie };
            let mut needs = ahead.needs[tie].iter().copied();
            let table = needs.find(|need| ahead.name(*need) == parent.to_string());
            let is_of =
                |fact: usize| table.is_some() && [Some(fact), ahead.parent(fact)].contains(&table);
            for it in &self.changes.alter {
                if is_of(it.actual) {
                    edges.after(node, Node { verb: Verb::Alter, fact: it.fact });
                }
            }
            for (_, next) in made.iter().filter(|(of, _)| *of == parent) {
                edges.after(*next, node);
            }
        }
    }

    /// A table is tied to another one when the columns of both are of the types that they shall be of.
    pub(super) fn edges_of_retyped(&self, edges: &mut Edges) {
        if self.changes.alter.is_empty() {
            return;
        }
        self.edges_of_leaving(edges);
        let (desired, ahead) = (self.given.desired, self.given.ahead);
        let made = self.changes.create.iter().chain(self.rebuild.again.values().flatten());
        let ties = made.filter_map(|tie| heir(desired, *tie));
        let ties: Vec<(usize, QName, QName)> = ties.collect();
        if ties.is_empty() {
            return;
        }
        let column = |facts: &Facts, fact: usize| match facts.all[fact].def.exposes()? {
            Exposed::Column { of, type_name, .. } => Some((of, type_name)),
            _ => None,
        };
        for it in &self.changes.alter {
            let (old, new) = (column(ahead, it.actual), column(desired, it.fact));
            let Some((of, _)) = new.filter(|new| old.is_some_and(|old| old.1 != new.1)) else {
                continue;
            };
            for (tie, child, parent) in &ties {
                if *child == of || *parent == of {
                    let tie = Node { verb: Verb::Create, fact: *tie };
                    edges.after(tie, Node { verb: Verb::Alter, fact: it.fact });
                }
            }
        }
    }
}

impl Planner<'_> {
    /// A type is made anew, on the way there or back, when columns have left it for another one.
    fn edges_of_leaving(&self, edges: &mut Edges) {
        let anew = |d: &Disturbs| matches!(d, Disturbs::All { .. });
        let is_anew = |a: &&Alteration| anew(&a.disturbs) || anew(&a.back) || a.undo.is_none();
        let types = self.changes.alter.iter().filter(is_anew);
        let types: HashMap<usize, usize> = types.map(|a| (a.actual, a.fact)).collect();
        let alter = |fact| Node { verb: Verb::Alter, fact };
        for it in &self.changes.alter {
            let needs = &self.given.desired.needs[it.fact];
            for used in &self.given.actual.uses[it.actual] {
                if let Some(of) = types.get(used).filter(|of| !needs.contains(of)) {
                    edges.after(alter(*of), alter(it.fact));
                    edges.after(Node { verb: Verb::Restore, fact: *used }, alter(it.fact));
                }
            }
        }
    }
}

/// The tables that a tie ties.
fn tables(facts: &Facts, tie: usize) -> Option<(QName, QName)> {
    heir(facts, tie).map(|(_, of, by)| (of, by))
}

fn columns(facts: &Facts, verb: Verb, moved: &HashSet<usize>) -> Columns {
    let mut columns = Columns::new();
    for &fact in moved {
        if let Some(Exposed::Column { of, name, .. }) = facts.all[fact].def.exposes() {
            columns.entry(of).or_default().insert(name, Node { verb, fact });
        }
    }
    columns
}

/// A tie, the table that has the columns of another one by it, and that.
pub(in crate::plan) fn heir(facts: &Facts, tie: usize) -> Option<(usize, QName, QName)> {
    // Most of what is new are parts, which tie nothing.
    let def = Some(&facts.all[tie].def).filter(|def| !def.entry().part)?;
    match def.exposes()? {
        Exposed::Heir { of, parent } => Some((tie, of, parent)),
        _ => None,
    }
}
