//! What belongs to recorded facts, by name: the record has nothing else.

use super::Left;
use hashbrown::HashSet;

/// Some recorded facts to which the same has happened.
pub struct Along<'a> {
    /// Names of all but facets, with their kinds and without.
    all: HashSet<String>,
    /// Names of those that are always a part of something.
    parts: HashSet<&'a str>,
}

impl<'a> Along<'a> {
    pub fn new(facts: impl Iterator<Item = &'a Left>) -> Along<'a> {
        let mut along = Along { all: HashSet::new(), parts: HashSet::new() };
        for it in facts.filter(|it| !it.def.entry().facet) {
            along.all.extend([it.name.clone(), it.label()]);
            if it.def.entry().part {
                along.parts.insert(it.name.as_str());
            }
        }
        along
    }

    /// Whether one of them belongs to another one, or is said of it: people need not be told.
    pub fn implies(&self, it: &Left) -> bool {
        let (name, entry) = (it.name.as_str(), it.def.entry());
        if entry.facet {
            let words = || name.match_indices(' ').map(|(blank, _)| blank);
            let starts = [0].into_iter().chain(words().map(|blank| blank + 1));
            let ends = || words().chain([name.len()]);
            let mut pieces =
                starts.flat_map(|start| ends().filter_map(move |end| name.get(start..end)));
            return pieces.any(|piece| self.all.contains(piece));
        }
        let within = |(dot, _)| self.all.contains(&name[..dot]);
        name.match_indices('.').any(within) || (!entry.part && self.parts.contains(name))
    }
}
