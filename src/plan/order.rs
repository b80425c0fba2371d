//! The graph of a plan: what must happen, and what must have happened before it.

mod late;
mod tied;

pub(super) use tied::heir;

use super::{Planner, Verb, graph, merge};
use crate::diff::Disturbs;
use crate::error::Result;
use crate::fact::{Scope, circles};
use crate::kind;
use hashbrown::{HashMap, HashSet};

/// One fact that is made (of the desired ones, or again of the target's), altered, or dropped (of the target's).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub verb: Verb,
    pub fact: usize,
}

impl Node {
    /// Stands for all renames.
    const TURN: Node = Node { verb: Verb::Rename, fact: usize::MAX };

    pub(super) fn is_turn(&self) -> bool {
        *self == Node::TURN
    }
}

/// What goes, each with a tie that ends before it.
type Freed = HashSet<(usize, usize)>;

/// What is dropped for good, each with the desired facts that are altered before.
type Awaited = HashMap<usize, Vec<usize>>;

/// The nodes in groups: parts stand next to what they are part of.
struct Groups {
    heads: Vec<Node>,
    parts: Vec<Vec<Node>>,
    of: HashMap<Node, usize>,
}

impl Groups {
    fn get(&self, verb: Verb, fact: usize) -> Option<usize> {
        self.of.get(&Node { verb, fact }).copied()
    }
}

impl Planner<'_> {
    /// All nodes in the order of execution; among them that of the renames, if there are any.
    pub(super) fn order(&self) -> Result<Vec<Node>> {
        let nodes = self.nodes();
        let groups = self.groups(&nodes);
        let needs = self.edges(&nodes, &groups);
        let mut keys: Vec<(u8, usize, String)> =
            groups.heads.iter().map(|n| self.key(*n)).collect();
        let label = |g: usize| match groups.heads[g] {
            node if node.is_turn() => "renames".to_string(),
            node => self.facts(node.verb).label(node.fact),
        };
        let mut needs = needs;
        let sketches = self.sketches(&groups, &mut needs, &mut keys);
        let sorted = graph::sort(&keys, &needs, &label)?;
        let expand = |g: usize| match groups.heads.get(g) {
            Some(head) => self.expand(*head, &groups.parts[g]),
            None => vec![sketches[g - groups.heads.len()]],
        };
        Ok(sorted.into_iter().flat_map(expand).collect())
    }

    /// Where groups need each other in a circle: nodes more, at the end, that make a sketch of some; whatever is in the
    /// circle needs that alone.
    fn sketches(
        &self,
        groups: &Groups,
        needs: &mut Vec<Vec<usize>>,
        keys: &mut Vec<(u8, usize, String)>,
    ) -> Vec<Node> {
        let sketch = |g: usize| -> Option<Node> {
            let head = groups.heads[g];
            let verb = head.verb.sketched().filter(|_| self.sketch_of(head).is_some())?;
            Some(Node { verb, fact: head.fact })
        };
        let keeps = |g: usize| {
            let head = groups.heads[g];
            let keeps = self.sketch_of(head)?.keeps.into_iter();
            let others = [head.verb, Verb::Create, Verb::Alter];
            Some(
                keeps
                    .flat_map(|fact| others.map(|verb| groups.get(verb, fact)))
                    .flatten()
                    .collect(),
            )
        };
        let calls_itself = |g: &usize| {
            let head = groups.heads[*g];
            !head.is_turn()
                && head.verb != Verb::Alter
                && self.facts(head.verb).selves.contains(&head.fact)
        };
        let found = circles(needs, &keeps, &|g| keys[g].clone());
        let alone: Vec<(usize, Vec<usize>)> = (0..groups.heads.len())
            .filter(calls_itself)
            .filter(|g| !found.sketched.iter().any(|(s, _)| s == g))
            .map(|g| (g, vec![g]))
            .collect();
        let mut sketches = Vec::new();
        for (group, ring) in found.sketched.into_iter().chain(alone) {
            let Some(node) = sketch(group) else { continue };
            let at = needs.len();
            for &other in &ring {
                let waits = needs[other].iter_mut().filter(|need| **need == group);
                waits.for_each(|need| *need = at);
            }
            let before = needs[group].iter().copied().filter(|need| !ring.contains(need)).collect();
            needs[group].push(at);
            needs.push(before);
            keys.push(keys[group].clone());
            sketches.push(node);
        }
        sketches
    }

    fn nodes(&self) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut add = |verb, facts: &mut dyn Iterator<Item = usize>| {
            nodes.extend(facts.map(|fact| Node { verb, fact }));
        };
        add(Verb::Drop, &mut self.leaving.iter().copied());
        add(Verb::DropLate, &mut self.late.iter().copied());
        add(Verb::Create, &mut self.changes.create.iter().copied());
        let again = &self.rebuild.again;
        add(Verb::Create, &mut again.values().filter_map(|d| *d));
        add(Verb::Again, &mut again.iter().filter(|(_, d)| d.is_none()).map(|(a, _)| *a));
        add(Verb::Alter, &mut self.changes.alter.iter().map(|a| a.fact));
        let back = &self.rebuild.back;
        add(Verb::Restore, &mut back.keys().copied());
        add(Verb::Unmake, &mut back.values().filter_map(|d| *d));
        add(Verb::UnmakeAgain, &mut back.iter().filter(|(_, d)| d.is_none()).map(|(a, _)| *a));
        if self.renames() {
            nodes.push(Node::TURN);
        }
        nodes
    }

    fn renames(&self) -> bool {
        !self.changes.rename.is_empty()
    }

    fn groups(&self, nodes: &[Node]) -> Groups {
        let changed: HashSet<Node> = nodes.iter().copied().collect();
        let head = |n: Node| match n.verb {
            Verb::Rename => n,
            Verb::Alter => {
                let along = self.alter.get(&n.fact).and_then(|a| a.along);
                along.map_or(n, |fact| Node { fact, ..n })
            }
            Verb::Drop if self.is_parted(n.fact) => n,
            _ => {
                let is_new = |f: usize| changed.contains(&Node { fact: f, ..n });
                Node { fact: merge::head(self.facts(n.verb), n.fact, &is_new), ..n }
            }
        };
        let mut groups = Groups { heads: Vec::new(), parts: Vec::new(), of: HashMap::new() };
        let (heads, parts): (Vec<Node>, Vec<Node>) = nodes.iter().partition(|n| head(**n) == **n);
        for node in heads {
            groups.of.insert(node, groups.heads.len());
            groups.heads.push(node);
            groups.parts.push(Vec::new());
        }
        for node in parts {
            if let Some(&group) = groups.of.get(&head(node)) {
                groups.of.insert(node, group);
                groups.parts[group].push(node);
            }
        }
        groups
    }

    /// Drops come first where nothing else decides, to free names; then the order of the registry. Nothing waits for
    /// what is made last.
    fn key(&self, node: Node) -> (u8, usize, String) {
        if node.is_turn() {
            return (1, 0, String::new());
        }
        let facts = self.facts(node.verb);
        let rank = kind::rank(facts.all[node.fact].kind());
        let is_last = |f: usize| facts.all[f].entry().last;
        match node.verb.drops() {
            true => (0, usize::MAX - rank, facts.name(node.fact)),
            false if is_last(node.fact) || facts.parent(node.fact).is_some_and(is_last) => {
                (3, rank, facts.name(node.fact))
            }
            false => (2, rank, facts.name(node.fact)),
        }
    }

    /// A head with its parts: behind it when made, before it when dropped.
    fn expand(&self, head: Node, parts: &[Node]) -> Vec<Node> {
        let mut parts = parts.to_vec();
        parts.sort_by_key(|p| self.facts(p.verb).all[p.fact].at);
        match head.verb.drops() {
            true => [parts, vec![head]].concat(),
            false => [vec![head], parts].concat(),
        }
    }

    /// Edges between groups: what each must wait for.
    fn edges(&self, nodes: &[Node], groups: &Groups) -> Vec<Vec<usize>> {
        let mut edges = Edges { needs: vec![Vec::new(); groups.heads.len()], groups };
        let mut freed: HashMap<String, Node> = HashMap::new();
        for &node in nodes.iter().filter(|n| n.verb.drops() && !n.verb.is_way_back()) {
            freed.insert(self.facts(node.verb).label(node.fact), node);
        }
        let altered: HashMap<usize, usize> =
            self.changes.alter.iter().map(|a| (a.actual, a.fact)).collect();
        let (reached, untied, awaited) = (self.reached(), self.freed(), self.awaited());
        for &node in nodes.iter().filter(|n| !n.is_turn()) {
            match node.verb {
                Verb::Drop | Verb::DropLate | Verb::Restore => {
                    self.edges_of_drop(node, (&altered, &untied, &awaited), &mut edges);
                }
                _ => self.edges_of_new(node, &reached, &mut edges),
            }
            self.edges_of_reached(node, &reached, &mut edges);
            if let Some(it) = self.alter.get(&node.fact).filter(|_| node.verb == Verb::Alter) {
                let (scope, from) = (Scope::of(self.given.desired, node.fact), it.actual);
                let from = self.given.ahead.all[from].def.as_ref();
                for fact in scope.def().waits(from, &scope) {
                    edges.after(node, Node { verb: Verb::Alter, fact });
                }
            }
            if !freed.is_empty() && !node.verb.drops() && !node.verb.is_way_back() {
                let free = freed.get(&self.facts(node.verb).label(node.fact));
                free.into_iter().for_each(|free| edges.after(node, *free));
            }
            self.edges_of_turn(node, &mut edges);
        }
        self.edges_of_ties(nodes, &mut edges);
        self.edges_of_renewed(nodes, &mut edges);
        self.edges_of_retyped(&mut edges);
        for list in &mut edges.needs {
            list.sort_unstable();
            list.dedup();
        }
        edges.needs
    }

    /// Before what it needs; and before that is altered, unless it is in the way of nothing and must wait.
    fn edges_of_drop(
        &self,
        node: Node,
        (altered, freed, awaited): (&HashMap<usize, usize>, &Freed, &Awaited),
        edges: &mut Edges,
    ) {
        let actual = self.given.actual;
        for &need in &actual.needs[node.fact] {
            if freed.contains(&(node.fact, need)) {
                edges.after(node, Node { verb: Verb::Drop, fact: need });
                continue;
            }
            for verb in [Verb::Drop, Verb::DropLate, Verb::Restore] {
                edges.after(Node { verb, fact: need }, node);
            }
            if let Some(&fact) = altered.get(&need)
                && node.verb != Verb::DropLate
                && !self.renewed.contains(&node.fact)
                && !self.rests.contains(&(node.fact, fact))
            {
                edges.after(Node { verb: Verb::Alter, fact }, node);
            }
        }
        let going = |fact: usize| self.goes(fact);
        let scope = Scope::of(actual, node.fact).amid(&going);
        for fact in scope.def().outlives(&scope) {
            for verb in [Verb::Drop, Verb::DropLate, Verb::Restore] {
                edges.after(node, Node { verb, fact });
            }
        }
        for (_, fact) in self.rests.iter().filter(|(used, _)| *used == node.fact) {
            edges.after(node, Node { verb: Verb::Alter, fact: *fact });
        }
        if let Some(&fact) = altered.get(&node.fact) {
            edges.after(Node { verb: Verb::Alter, fact }, node);
            edges.after(Node { verb: Verb::Unmake, fact }, Node { verb: Verb::Alter, fact });
        }
        if node.verb == Verb::Restore {
            return;
        }
        if node.verb == Verb::DropLate || !self.renames() {
            for &fact in awaited.get(&node.fact).into_iter().flatten() {
                edges.after(node, Node { verb: Verb::Alter, fact });
            }
        }
    }

    /// What alterations of parts of types reach besides.
    fn reached(&self) -> Reached {
        let mut reached = Reached::default();
        for (fact, it) in self.changes.alter.iter().filter_map(|a| Some((a.fact, a.stored()?))) {
            for position in it.columns.iter().chain(&it.types) {
                reached.by.entry(*position).or_default().push(fact);
            }
        }
        for it in &self.changes.alter {
            let Disturbs::All { kept, .. } = &it.disturbs else { continue };
            for column in kept {
                reached.kept.entry(*column).or_default().push(it.fact);
            }
        }
        let needs = &self.given.desired.needs;
        for it in &self.changes.alter {
            let kept = |need: &usize| {
                needs[it.fact].iter().any(|d| self.changes.there.get(d) == Some(need))
            };
            let left = self.given.actual.needs[it.actual].iter().filter(|need| !kept(need));
            let facts: Vec<usize> =
                left.filter_map(|need| reached.by.get(need)).flatten().copied().collect();
            if !facts.is_empty() {
                reached.left.insert(it.fact, facts);
            }
        }
        reached
    }

    /// Whether a column is altered without regard to one beside it.
    fn is_beside(&self, node: Node, need: usize, reached: &Reached) -> bool {
        let facts = self.facts(node.verb);
        let stored = || self.alter.get(&node.fact).is_some_and(|a| a.stored().is_some());
        node.verb == Verb::Alter
            && facts.all[need].entry().part
            && facts.parent(node.fact) == facts.parent(need)
            && (reached.left.contains_key(&node.fact) || stored())
    }

    /// A part of a type is altered after what needs the type, or a column of it, and goes or does without; and
    /// before what comes.
    fn edges_of_reached(&self, node: Node, reached: &Reached, edges: &mut Edges) {
        let again = matches!(node.verb, Verb::Again | Verb::UnmakeAgain);
        for need in &self.facts(node.verb).needs[node.fact] {
            let there = match node.verb.drops() || again {
                true => Some(need),
                false => self.changes.there.get(need),
            };
            if self.is_beside(node, *need, reached) {
                continue;
            }
            for &fact in there.and_then(|t| reached.by.get(t)).into_iter().flatten() {
                let alter = Node { verb: Verb::Alter, fact };
                match node.verb {
                    // With values that the alteration brings along.
                    Verb::Drop if self.given.trash.holds(node.fact) => {}
                    Verb::Drop | Verb::Restore => edges.after(alter, node),
                    Verb::DropLate => {}
                    _ => edges.after(node, alter),
                }
            }
        }
        let left = reached.left.get(&node.fact).filter(|_| node.verb == Verb::Alter);
        for &fact in left.into_iter().flatten() {
            edges.after(Node { verb: Verb::Alter, fact }, node);
        }
    }

    /// After what it needs, be that made, made again or altered.
    fn edges_of_new(&self, node: Node, reached: &Reached, edges: &mut Edges) {
        let facts = self.facts(node.verb);
        for &need in &facts.needs[node.fact] {
            if self.is_beside(node, need, reached) {
                continue;
            }
            match node.verb {
                Verb::Again | Verb::UnmakeAgain => {
                    for verb in [Verb::Again, Verb::UnmakeAgain] {
                        edges.after(node, Node { verb, fact: need });
                    }
                    if let Some(&fact) = self.counterparts.get(&need) {
                        for verb in [Verb::Create, Verb::Alter, Verb::Unmake] {
                            edges.after(node, Node { verb, fact });
                        }
                    }
                }
                _ => {
                    for verb in [Verb::Create, Verb::Alter, Verb::Unmake] {
                        edges.after(node, Node { verb, fact: need });
                    }
                    let there = self.changes.there.get(&need);
                    if let Some(&fact) = there {
                        for verb in [Verb::Again, Verb::UnmakeAgain] {
                            edges.after(node, Node { verb, fact });
                        }
                    }
                    // What reads a column would be in the way of the type that it gets along with all that are of one.
                    let adjusts = facts.all[node.fact].entry().adjusts;
                    let kept = there.filter(|_| !adjusts).and_then(|t| reached.kept.get(t));
                    for &fact in kept.into_iter().flatten() {
                        edges.after(node, Node { verb: Verb::Alter, fact });
                    }
                }
            }
        }
    }

    /// Renames come behind all drops, for they free names and go by the old ones, and before all else
    /// that is made. But what holds other objects, a schema, must be there before they move into it, and
    /// stay until they have moved out.
    fn edges_of_turn(&self, node: Node, edges: &mut Edges) {
        let holds = !self.facts(node.verb).all[node.fact].entry().takes;
        let before = match node.verb {
            Verb::Drop => true,
            Verb::DropLate | Verb::Restore => false,
            _ => holds && node.verb == Verb::Create,
        };
        match before {
            true => edges.after(Node::TURN, node),
            false => edges.after(node, Node::TURN),
        }
    }
}

/// What alterations of parts of types reach besides their own objects.
#[derive(Default)]
struct Reached {
    /// Positions in `actual` of types and of columns of these, each with the desired facts that are altered.
    by: HashMap<usize, Vec<usize>>,
    /// Desired columns that are of such a type no longer, with the same.
    left: HashMap<usize, Vec<usize>>,
    /// Positions in `actual` of what takes part where a type is made anew, with the same.
    kept: HashMap<usize, Vec<usize>>,
}

struct Edges<'a> {
    needs: Vec<Vec<usize>>,
    groups: &'a Groups,
}

impl Edges<'_> {
    /// One node comes after another, if both are there and in different groups.
    fn after(&mut self, node: Node, other: Node) {
        let (node, other) =
            (self.groups.get(node.verb, node.fact), self.groups.get(other.verb, other.fact));
        if let (Some(node), Some(other)) = (node, other)
            && node != other
        {
            self.needs[node].push(other);
        }
    }
}

/// The facts of some nodes, in their order.
pub(super) fn of_verb(order: &[Node], verb: Verb) -> Vec<usize> {
    order.iter().filter(|n| n.verb == verb).map(|n| n.fact).collect()
}
