//! Composes statements: what is made within its parent's statement, and what falls with its parent,
//! needs none of its own.

use crate::error::Result;
use crate::fact::{Facts, Scope};
use hashbrown::{HashMap, HashSet};

/// Statements by fact; a fact without an entry is done along with another.
pub type Statements = HashMap<usize, Vec<String>>;

/// The same with those others, by fact.
#[derive(Default)]
pub(super) struct Composed {
    pub(super) statements: Statements,
    pub(super) along: HashMap<usize, usize>,
}

/// For each fact of `order`, the position at which it is done.
struct Positions(HashMap<usize, usize>);

impl Positions {
    fn of(order: &[usize]) -> Positions {
        Positions(order.iter().enumerate().map(|(position, fact)| (*fact, position)).collect())
    }
    fn get(&self, fact: usize) -> Option<usize> {
        self.0.get(&fact).copied()
    }
}

/// The fact in whose statement a new part is made: itself, or its outermost new owner.
pub fn head(facts: &Facts, fact: usize, is_new: &dyn Fn(usize) -> bool) -> usize {
    let mut head = fact;
    while facts.all[head].entry().part {
        match facts.parent(head).filter(|p| is_new(*p)) {
            Some(parent) => head = parent,
            None => break,
        }
    }
    head
}

/// Statements that make the facts of `order`, in that order.
pub fn creates(facts: &Facts, order: &[usize]) -> Result<Statements> {
    creates_amid(facts, order, &|_| false).map(|it| it.statements)
}

/// The same for an undo; `going` tells what goes, to be made again by that.
pub(super) fn creates_amid(
    facts: &Facts,
    order: &[usize],
    going: &dyn Fn(usize) -> bool,
) -> Result<Composed> {
    let positions = Positions::of(order);
    let is_new = |f: usize| positions.get(f).is_some();
    let inlined = inlined(facts, order, &positions);
    let is_inlined = |f: usize| inlined.contains_key(&f);
    let Composed { mut statements, mut along } = Composed::default();
    for &fact in order {
        let scope = Scope::with(facts, fact, &is_inlined).amid(going);
        let target = if let Some(host) = inlined.get(&fact) {
            *host
        } else {
            // A part that has no clause still goes right behind its owner.
            let head = head(facts, fact, &is_new);
            statements.entry(head).or_default().extend(scope.def().create(&scope)?);
            head
        };
        statements.entry(target).or_default().extend(scope.def().settle(&scope)?);
        if target != fact {
            along.insert(fact, target);
        }
    }
    Ok(Composed { statements, along })
}

/// Facts made within another's statement, with that other (the outermost).
fn inlined(facts: &Facts, order: &[usize], positions: &Positions) -> HashMap<usize, usize> {
    let nothing = |_: usize| false;
    let is_new = |f: usize| positions.get(f).is_some();
    let mut hosts: HashMap<usize, usize> = HashMap::new();
    for &fact in order {
        let Some(parent) = facts.parent(fact).filter(|p| is_new(*p)) else { continue };
        let host = hosts.get(&parent).copied().unwrap_or(parent);
        let scope = Scope::with(facts, fact, &nothing);
        if scope.def().inline(&scope).is_none() {
            continue;
        }
        let start = positions.get(host).unwrap_or(0);
        let ready = |need: &usize| match positions.get(*need) {
            None => true,
            Some(at) => {
                let made_in = hosts.get(need).copied().unwrap_or(*need);
                made_in == host
                    || hosts.get(need).and_then(|h| positions.get(*h)).unwrap_or(at) < start
            }
        };
        if facts.all[fact].entry().part || facts.needs[fact].iter().all(ready) {
            hosts.insert(fact, host);
        }
    }
    hosts
}

/// Statements that remove the facts of `order`, in that order; `apart` go by statements of their own, and `going` tells what
/// else of the target goes.
pub(super) fn drops(
    facts: &Facts,
    order: &[usize],
    apart: HashSet<usize>,
    going: &dyn Fn(usize) -> bool,
) -> Composed {
    let (loose, positions) = (&loose(facts, order) | &apart, Positions::of(order));
    let stays = |fact: usize| positions.get(fact).is_none();
    let mut falls = Falls { facts, loose, positions: &positions, goes: HashMap::new() };
    let Composed { mut statements, mut along } = Composed::default();
    for (own, &fact) in order.iter().enumerate().rev() {
        let with = falls.gone(fact).filter(|with| *with != own).and_then(|with| order.get(with));
        if let Some(host) = with {
            along.insert(fact, *host);
        } else {
            let scope = Scope::left(facts, fact, &stays).amid(going);
            statements.insert(fact, scope.def().drop(&scope));
        }
    }
    Composed { statements, along }
}

const UNDECIDED: usize = usize::MAX;

/// What goes along with what.
struct Falls<'a> {
    facts: &'a Facts,
    loose: HashSet<usize>,
    positions: &'a Positions,
    /// The position at which a fact really disappears: that of what takes it along, or its own.
    goes: HashMap<usize, usize>,
}

impl Falls<'_> {
    /// When a fact of the order disappears.
    fn gone(&mut self, fact: usize) -> Option<usize> {
        let own = self.positions.get(fact)?;
        if let Some(at) = self.goes.get(&fact) {
            return Some(*at);
        }
        // Columns of one table can need each other: what is met again on the way is in no one's way.
        self.goes.insert(fact, UNDECIDED);
        let at = self.host(fact).and_then(|host| self.with(fact, host)).unwrap_or(own);
        self.goes.insert(fact, at);
        Some(at)
    }

    fn host(&self, fact: usize) -> Option<usize> {
        self.facts.falls_with(fact).filter(|_| !self.loose.contains(&fact) && !self.ties(fact))
    }

    /// A partition that stays must not go along with what it is detached from.
    fn ties(&self, fact: usize) -> bool {
        let takes = self.facts.parent(fact).filter(|p| self.facts.all[*p].entry().takes);
        self.facts.all[fact].falls.is_some()
            && takes.is_some_and(|p| self.positions.get(p).is_none())
    }

    /// When a fact goes that its host takes along. What it needs must not be gone before it, unless that is parted
    /// from the same, or there is nothing to do for it (an owner).
    fn with(&mut self, fact: usize, host: usize) -> Option<usize> {
        let with = self.gone(host).filter(|with| *with != UNDECIDED)?;
        let facts = self.facts;
        let scope = Scope::of(facts, fact);
        if scope.def().drop(&scope).is_empty() {
            return Some(with);
        }
        facts.needs[fact]
            .iter()
            .all(|&need| {
                self.gone(need).is_none_or(|gone| gone >= with)
                    || (self.ties(need) && facts.falls_with(need) == Some(host))
            })
            .then_some(with)
    }
}

/// Facts that would fall with something (an owned sequence with its column), but are needed elsewhere,
/// and the facets that tie them to it: these are taken apart by statements of their own.
fn loose(facts: &Facts, order: &[usize]) -> HashSet<usize> {
    let root = |fact: usize| {
        let mut root = fact;
        while let Some(up) = facts.falls_with(root) {
            root = up;
        }
        root
    };
    let mut loose = HashSet::new();
    for &fact in order {
        for &need in &facts.needs[fact] {
            let tied = facts.all[need].falls.is_some() && !facts.all[fact].entry().facet;
            if tied && root(fact) != root(need) {
                loose.insert(need);
            }
        }
    }
    let facets = |f: &&usize| {
        facts.all[**f].entry().facet && facts.falls_with(**f).is_some_and(|p| loose.contains(&p))
    };
    let tying: Vec<usize> = order.iter().filter(facets).copied().collect();
    loose.extend(tying);
    loose
}
