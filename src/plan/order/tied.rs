//! A table that gets a parent, or loses it, together with columns of that: the tie brings and takes no columns. What the
//! table has from the parent alone comes when it is tied already, and goes while it still is.

use super::{Edges, Freed, Node, Planner};
use crate::fact::{Exposed, Facts};
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
    pub(super) fn freed(&self, nodes: &[Node]) -> Freed {
        let actual = self.given.actual;
        let outlives = |fact: usize| !self.goes(fact) || self.given.trash.holds(fact);
        let mut freed = Freed::new();
        let bound = nodes.iter().filter(|n| matches!(n.verb, Verb::Drop | Verb::DropLate));
        for node in bound.filter(|n| actual.all[n.fact].entry().binds) {
            let Some((to, ties)) = actual.binding(node.fact) else { continue };
            if !actual.parent(node.fact).is_some_and(outlives) || !self.goes(to) {
                continue;
            }
            // What goes late comes behind all else by itself.
            let ends = |tie: &usize| self.goes(*tie) && !self.late.contains(tie);
            freed.extend(ties.into_iter().filter(ends).map(|tie| (to, tie)));
        }
        freed
    }

    /// A table is tied to another one when the columns of both are of the types that they shall be of.
    pub(super) fn edges_of_retyped(&self, edges: &mut Edges) {
        if self.changes.alter.is_empty() {
            return;
        }
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
