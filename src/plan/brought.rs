//! Names that things have brought along with them, and that a new fact gets: a foreign key that a partition has from its
//! parent is called as the server likes, and no fact. What has such a name gets another one before anything else happens.

use super::order::Node;
use super::{Line, Planner, Step, Verb};
use crate::fact::{Part, Place};
use crate::pg::quote::ident;
use crate::transform::names::LONGEST;
use hashbrown::{HashMap, HashSet};

/// A name, of a sort, within a relation: position in `actual`.
type Within = (usize, Part, String);

impl Planner<'_> {
    /// Steps and lines that free names for new facts.
    pub(super) fn free_names(&self) -> (Vec<Step>, Vec<Line>) {
        let brought = self.brought();
        if brought.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let renamed = self.changes.rename.iter().map(|it| it.fact);
        let new = self.changes.create.iter().copied().chain(renamed);
        let mut wanted: Vec<Within> = new
            .filter_map(|fact| self.own_part(fact))
            .filter(|name| brought.contains_key(name))
            .collect();
        wanted.sort_unstable_by(|a, b| (a.0, &a.2).cmp(&(b.0, &b.2)));
        let free = |it: &Within| self.free(it, *brought.get(it)?);
        wanted.iter().filter_map(free).unzip()
    }

    /// What stays in the target and has brought names, by these.
    fn brought(&self) -> HashMap<Within, usize> {
        let actual = self.given.actual;
        let mut all = HashMap::new();
        for (by, fact) in actual.all.iter().enumerate() {
            let (Some((part, names)), Some(relation)) = (fact.def.brings(), actual.parent(by))
            else {
                continue;
            };
            if !self.goes(by) {
                all.extend(names.iter().map(|name| ((relation, part, name.clone()), by)));
            }
        }
        all
    }

    /// The name that a desired fact shall have within a relation that the target has.
    fn own_part(&self, fact: usize) -> Option<Within> {
        let desired = self.given.desired;
        let relation = *self.changes.there.get(&desired.parent(fact)?)?;
        let (part, name) = desired.own_part(fact)?;
        Some((relation, part, name))
    }

    fn free(&self, (relation, part, name): &Within, by: usize) -> Option<(Step, Line)> {
        let actual = self.given.actual;
        let def = &actual.all[by].def;
        let new =
            free_name(name, (1..).map(|n| format!("_{n}")), &mut self.names_within(*relation));
        let statement = def.rename_inner(name, &new)?;
        // It comes again under a name of the server's where what it has been brought from does.
        let undo = def.rename_inner(&new, name).filter(|_| !self.is_brought_anew(by));
        let node = Node { verb: Verb::Drop, fact: by };
        let step = Step { verb: Verb::Rename, ..self.step(node, Some(statement), undo) };
        let line = Line {
            what: String::new(),
            verb: Verb::Rename,
            kind: step.kind,
            object: format!("{} {} {} to {}", step.object, part.kind()?, ident(name), ident(&new)),
            depth: 0,
            with: Vec::new(),
            hazards: Vec::new(),
            probe: None,
        };
        Some((step, line))
    }

    /// Names of what a relation has and shall have.
    fn names_within(&self, relation: usize) -> HashSet<String> {
        let (actual, desired) = (self.given.actual, self.given.desired);
        let mut names = HashSet::new();
        let sides =
            [(actual, Some(relation)), (desired, self.counterparts.get(&relation).copied())];
        for (facts, relation) in sides {
            for child in relation.into_iter().flat_map(|it| facts.children(it)) {
                let def = &facts.all[*child].def;
                names.extend(Place::of(def.as_ref()).map(|own| own.name));
                names.extend(def.brings().into_iter().flat_map(|(_, names)| names).cloned());
            }
        }
        names
    }

    /// Whether something goes of what it comes from.
    fn is_brought_anew(&self, by: usize) -> bool {
        let actual = self.given.actual;
        let mut seen = HashSet::new();
        let mut up = vec![by];
        while let Some(by) = up.pop() {
            let from = actual.falls_with(by).filter(|from| seen.insert(*from));
            let parts = from.into_iter().flat_map(|from| actual.children(from)).copied();
            for part in parts {
                if self.goes(part) {
                    return true;
                }
                up.extend(actual.all[part].def.brings().map(|_| part));
            }
        }
        false
    }
}

/// A name that nothing has, with another end.
pub(super) fn free_name(
    own: &str,
    ends: impl Iterator<Item = String>,
    taken: &mut HashSet<String>,
) -> String {
    let ended = |end: String| {
        let mut room = own.len().min(LONGEST - end.len());
        while !own.is_char_boundary(room) {
            room -= 1;
        }
        format!("{}{end}", &own[..room])
    };
    ends.map(ended).find(|name| taken.insert(name.clone())).unwrap_or_default()
}
