//! What is found where among facts.

use super::Fact;
use crate::model::Address;
use hashbrown::{HashMap, HashSet};
use std::ops;

/// Stands for no position.
const NONE: u32 = u32::MAX;

/// What is found where; facts whose definitions alone are others have the same.
#[derive(Debug, Default)]
pub struct Index {
    owner_of: HashMap<Address, u32>,
    parents: Vec<u32>,
    /// What takes each fact along when dropped.
    hosts: Vec<u32>,
    pub(super) children: Lists,
    /// The children by kind, in the order of their attribute numbers: a wide table is asked for few of many.
    pub(super) by_kind: Lists,
    /// All facts by kind.
    pub(super) kinds: HashMap<&'static str, Vec<usize>>,
    /// For each fact, the facts that must exist before it.
    pub needs: Lists,
    /// For each fact, the facts that it depends on, as `pg_depend` has it.
    pub uses: Lists,
    /// Facts that need themselves: a function that calls itself.
    pub selves: HashSet<usize>,
}

impl Index {
    /// Indexes facts; `edges` are dependent and referenced addresses from `pg_depend`.
    pub(super) fn new(all: &[Fact], edges: &[(Address, Address)]) -> Index {
        let mut index = Index::default();
        index.own(all);
        let mut needs = Pairs::default();
        for (i, fact) in all.iter().enumerate() {
            let parent = index.found(fact.parent.or(fact.entry().facet.then_some(fact.at)), i);
            let host = match fact.falls {
                Some(at) => index.found(Some(at), i),
                None => parent.filter(|p| fact.entry().facet || all[*p].entry().takes),
            };
            index.parents.push(position(parent));
            index.hosts.push(position(host));
            needs.extend(parent.map(|p| (i, p)));
            needs.extend(fact.after.iter().filter_map(|a| Some((i, index.found(Some(*a), i)?))));
        }
        let mut uses = Pairs::default();
        for (dependent, referenced) in edges {
            let Some(of) = index.owner(*dependent) else { continue };
            if dependent == referenced {
                index.selves.insert(of);
            }
            uses.extend(index.found(Some(*referenced), of).map(|used| (of, used)));
        }
        needs.0.extend(&uses.0);
        index.needs = needs.lists(all.len());
        index.uses = uses.lists(all.len());
        index.nest(all);
        index
    }

    /// Learns what has which address, and is of which kind.
    fn own(&mut self, all: &[Fact]) {
        self.owner_of.reserve(all.len());
        for (i, fact) in all.iter().enumerate() {
            // A facet has the address of what it describes, or its own and a parent.
            if !fact.entry().facet || fact.parent.is_some() {
                self.owner_of.insert(fact.at, i as u32);
            }
            for alias in &fact.aliases {
                self.owner_of.insert(*alias, i as u32);
            }
            self.kinds.entry(fact.kind()).or_default().push(i);
        }
    }

    fn nest(&mut self, all: &[Fact]) {
        let nested = (0..all.len()).filter_map(|i| Some((self.parent(i)?, i)));
        let mut children = Pairs::default();
        children.extend(nested);
        self.children = children.lists(all.len());
        self.by_kind = self.children.clone();
        let key = |child: &usize| (all[*child].kind(), all[*child].at.2, all[*child].at.1);
        for of in 0..all.len() {
            self.by_kind.list(of).sort_by_key(key);
        }
    }

    /// The owner of an address, if that is another fact.
    fn found(&self, at: Option<Address>, fact: usize) -> Option<usize> {
        self.owner(at?).filter(|owner| *owner != fact)
    }

    /// The fact at an address, or the one that holds it as a whole.
    pub fn owner(&self, at: Address) -> Option<usize> {
        let found = self.owner_of.get(&at).or_else(|| self.owner_of.get(&at.whole()));
        found.map(|owner| *owner as usize)
    }

    /// The fact's parent: by address, or for a facet what it describes.
    pub fn parent(&self, fact: usize) -> Option<usize> {
        at(self.parents[fact])
    }

    /// What takes the fact along when dropped.
    pub fn falls_with(&self, fact: usize) -> Option<usize> {
        at(self.hosts[fact])
    }

    /// Whether the fact or something that takes it along is one of `set`.
    pub fn falls_with_any(&self, fact: usize, set: &HashSet<usize>) -> bool {
        std::iter::successors(Some(fact), |f| self.falls_with(*f)).any(|f| set.contains(&f))
    }

    pub fn children(&self, fact: usize) -> &[usize] {
        &self.children[fact]
    }
}

fn position(fact: Option<usize>) -> u32 {
    fact.map_or(NONE, |fact| fact as u32)
}

fn at(position: u32) -> Option<usize> {
    (position != NONE).then_some(position as usize)
}

/// Facts, each with one of its list.
#[derive(Default)]
struct Pairs(Vec<(u32, u32)>);

impl Extend<(usize, usize)> for Pairs {
    fn extend<T: IntoIterator<Item = (usize, usize)>>(&mut self, pairs: T) {
        self.0.extend(pairs.into_iter().map(|(of, one)| (of as u32, one as u32)));
    }
}

impl Pairs {
    /// A list for each of `count` facts: sorted, each only once.
    fn lists(mut self, count: usize) -> Lists {
        self.0.sort_unstable();
        self.0.dedup();
        let mut starts = vec![0; count + 1];
        for (of, _) in &self.0 {
            starts[*of as usize + 1] += 1;
        }
        for of in 0..count {
            starts[of + 1] += starts[of];
        }
        Lists { starts, all: self.0.into_iter().map(|(_, one)| one as usize).collect() }
    }
}

/// Lists of facts, one for each fact, in one piece: with most of them as short as they are, vectors would take more room
/// than what is in them.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Where each begins, and where the last one ends.
    starts: Vec<usize>,
    all: Vec<usize>,
}

impl Lists {
    /// The lists of all facts, by position.
    pub fn iter(&self) -> impl Iterator<Item = &[usize]> {
        self.starts.windows(2).map(|ends| &self.all[ends[0]..ends[1]])
    }

    fn list(&mut self, of: usize) -> &mut [usize] {
        &mut self.all[self.starts[of]..self.starts[of + 1]]
    }
}

impl ops::Index<usize> for Lists {
    type Output = [usize];
    fn index(&self, of: usize) -> &[usize] {
        &self.all[self.starts[of]..self.starts[of + 1]]
    }
}
