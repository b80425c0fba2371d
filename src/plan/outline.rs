//! What a plan shows: a tree of changes. What belongs to a new object stands below it under a short name; what
//! has no name of its own (a default, a comment) is told in the line of what it is about.

use super::order::Node;
use super::steps::Both;
use super::{Line, Planner, Verb};
use crate::diff::brief;
use crate::fact::{Facts, Place, Scope};
use crate::pg::quote::ident;
use hashbrown::{HashMap, HashSet};
use std::cmp::Reverse;

/// Changes by what they are shown below.
struct Tree<'a> {
    below: HashMap<Node, Vec<Node>>,
    statements: &'a Both,
}

/// Lines of the changes of `order`; each object stands where it is made or dropped.
pub(super) fn lines(planner: &Planner, order: &[Node], statements: &Both) -> Vec<Line> {
    let changed: HashSet<Node> = order.iter().copied().collect();
    let mut tree = Tree { below: HashMap::new(), statements };
    let mut heads = Vec::new();
    // What comes again is told once; what goes along to the trash is not told.
    let along = |n: &Node| n.verb.drops() && planner.given.trash.is_member(n.fact);
    let told = |n: &&Node| {
        !planner.is_told(**n) && !n.verb.is_way_back() && !n.verb.is_sketch() && !along(n)
    };
    for node in order.iter().filter(told) {
        match owner(planner, *node).filter(|o| changed.contains(o)) {
            Some(owner) => tree.below.entry(owner).or_default().push(*node),
            None => heads.push(*node),
        }
    }
    let mut lines = Vec::with_capacity(order.len());
    heads.iter().for_each(|head| show(planner, &tree, *head, 0, &mut lines));
    lines
}

/// What a change belongs to; the objects of a schema stand by themselves.
fn owner(planner: &Planner, node: Node) -> Option<Node> {
    let facts = planner.facts(node.verb);
    let facet = facts.all[node.fact].entry().facet;
    let parent = facts.parent(node.fact).filter(|p| facet || facts.all[*p].entry().takes);
    parent.map(|fact| Node { fact, ..node })
}

fn show(planner: &Planner, tree: &Tree, node: Node, depth: usize, lines: &mut Vec<Line>) {
    let facts = planner.facts(node.verb);
    let (mut named, mut with) = (Vec::new(), Vec::new());
    gather(planner, tree, node, &mut named, &mut with);
    let loses = |n: &Node| n.verb.drops() && tree.statements.has(*n);
    let own = [node].into_iter().chain(with.iter().copied());
    let probe = |n: Node| if loses(&n) { planner.probe(n) } else { planner.loss(n) };
    let probes: Vec<String> = own.filter_map(probe).collect();
    let rebuilt = planner.is_rebuilt(node);
    let mut hazards = planner.hazards(node);
    // What is said of something new comes again with it, which surprises nobody.
    let surprising = with.iter().filter(|n| rebuilt || !planner.is_rebuilt(**n));
    surprising.for_each(|n| hazards.extend(planner.hazards(*n)));
    hazards.sort();
    hazards.dedup();
    let told = if rebuilt { Vec::new() } else { with };
    lines.push(Line {
        verb: if rebuilt { Verb::Again } else { node.verb },
        kind: facts.all[node.fact].kind(),
        object: object(planner, node, depth),
        what: if rebuilt { String::new() } else { what(planner, node) },
        depth,
        with: told.iter().map(|n| facts.all[n.fact].kind()).collect(),
        probe: probes.into_iter().next().filter(|_| !rebuilt),
        hazards,
    });
    if rebuilt {
        named.retain(|n| !planner.is_rebuilt(*n));
    }
    named.iter().for_each(|n| show(planner, tree, *n, depth + 1, lines));
}

/// What stands below a change, and what is told in its line. Parts that are dropped along are neither.
fn gather(planner: &Planner, tree: &Tree, node: Node, named: &mut Vec<Node>, with: &mut Vec<Node>) {
    let facts = planner.facts(node.verb);
    for &it in tree.below.get(&node).map_or(&[][..], Vec::as_slice) {
        let entry = facts.all[it.fact].entry();
        if entry.part && it.verb.drops() {
            continue;
        }
        if entry.facet || facts.name(it.fact) == facts.name(node.fact) {
            with.push(it);
            gather(planner, tree, it, named, with);
        } else {
            named.push(it);
        }
    }
}

/// What an alteration changes, other than names. What is dropped has no other name to people.
fn what(planner: &Planner, node: Node) -> String {
    let altered = planner.alter.get(&node.fact).filter(|_| node.verb == Verb::Alter);
    let json = |facts: &Facts, fact: usize| facts.all[fact].def.json().unwrap_or_default();
    let Some(it) = altered else { return String::new() };
    let mut what =
        brief(&json(planner.given.ahead, it.actual), &json(planner.given.desired, it.fact));
    let mut aside: Vec<&(usize, String)> = planner.changes.aside.iter().collect();
    aside.sort_by_key(|(_, name)| Reverse(name.len()));
    for (there, name) in aside {
        if let Some(own) = Place::of(planner.given.actual.all[*there].def.as_ref()) {
            what = what.replace(name, &ident(&own.name));
        }
    }
    what
}

/// A change's object: by its full name, or below its owner by a short one; a new part with its clause.
fn object(planner: &Planner, node: Node, depth: usize) -> String {
    let facts = planner.facts(node.verb);
    let name = planner.shown(node);
    if let Some(there) = planner.given.trash.shown(facts, node.fact).filter(|_| node.verb.drops()) {
        return format!("{name} to {there}");
    }
    let Some(owner) = owner(planner, node) else { return name };
    let owner_name = facts.name(owner.fact);
    let short = inside(&name, &owner_name);
    let scope = Scope::of(facts, node.fact);
    let is_new_part = facts.all[node.fact].entry().part && node.verb == Verb::Create;
    let clause = scope.def().inline(&scope).filter(|_| is_new_part);
    let more =
        clause.as_deref().zip(short).and_then(|(c, s)| c.strip_prefix(s)).unwrap_or_default();
    match (depth, short) {
        (0, None) if !name.contains(&owner_name) => format!("{name} on {owner_name}"),
        (0, _) => format!("{name}{more}"),
        (_, Some(short)) => format!("{short}{more}"),
        (_, None) => match facts.parent(owner.fact) {
            Some(schema) => inside(&name, &facts.name(schema)).unwrap_or(&name).to_string(),
            None => name,
        },
    }
}

/// The part of a name that its owner's name does not say: of `a.b.c`, `c ON a.b` and `a.b from x` in `a.b`.
fn inside<'a>(name: &'a str, owner: &str) -> Option<&'a str> {
    match name.strip_prefix(owner).map(|rest| rest.split_at(rest.len().min(1))) {
        Some(("." | " ", rest)) => Some(rest),
        _ => name.strip_suffix(owner).and_then(|rest| rest.strip_suffix(" ON ")),
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn names_inside_their_owner_are_short() {
        assert_eq!(inside("a.b.c", "a.b"), Some("c"));
        assert_eq!(inside("t ON a.b", "a.b"), Some("t"));
        assert_eq!(inside("a.b from x.y", "a.b"), Some("from x.y"));
        assert_eq!(inside("a.bc", "a.b"), None);
        assert_eq!(inside("a.b", "a.b"), None);
    }
}
