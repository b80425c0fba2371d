//! What becomes of each object, and why: a table with its columns and indexes is one object here.

use super::hazard::Hazard;
use super::renames::Renames;
use super::state::State;
use crate::diff::Recorded;
use crate::error::Result;
use crate::fact::Object;
use crate::model::Address;
use crate::revision::Stored;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeMap;

/// What becomes of an object as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Becomes {
    Dropped,
    #[default]
    Changed,
    Renamed,
    Created,
    /// Dropped and made again as it was.
    Remade,
    /// It was here already, and is on record from now on.
    Adopted,
    /// Followed no longer, and left here.
    Left,
    /// Only names in it are others.
    Follows,
}

impl Becomes {
    pub const ALL: [Becomes; 8] = [
        Becomes::Dropped,
        Becomes::Changed,
        Becomes::Renamed,
        Becomes::Created,
        Becomes::Remade,
        Becomes::Adopted,
        Becomes::Left,
        Becomes::Follows,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Becomes::Dropped => "dropped",
            Becomes::Changed => "changed",
            Becomes::Renamed => "renamed",
            Becomes::Created => "created",
            Becomes::Remade => "made again",
            Becomes::Adopted => "there already",
            Becomes::Left => "left here",
            Becomes::Follows => "follows names",
        }
    }

    /// As a plan shows it.
    pub fn sign(self) -> char {
        match self {
            Becomes::Dropped => '−',
            Becomes::Changed | Becomes::Remade => '~',
            Becomes::Renamed => '>',
            Becomes::Created => '+',
            Becomes::Adopted | Becomes::Left | Becomes::Follows => '=',
        }
    }
}

/// A change of an object, or of a part of it.
#[derive(Debug)]
pub struct Change {
    pub becomes: Becomes,
    pub kind: String,
    /// Within the object, if it is a part.
    pub name: String,
    pub what: String,
    /// What made it so: the source, the rules, or this database.
    pub why: String,
}

/// An object, and what belongs to it.
#[derive(Debug, Default)]
pub struct Thing {
    pub kind: String,
    pub name: String,
    pub old_name: Option<String>,
    pub becomes: Becomes,
    /// Why, where it is the object as a whole that changes.
    pub why: Option<String>,
    pub what: String,
    pub changes: Vec<Change>,
    /// Positions of its steps.
    pub steps: Vec<usize>,
    pub hazards: Vec<Hazard>,
    /// Positions of it before and after.
    pub before: Option<usize>,
    pub after: Option<usize>,
}

/// Both moments, and what leads from one to the other.
pub struct Course<'a> {
    pub before: &'a State,
    pub after: &'a State,
    /// By position in `before` and `after`.
    pub old: &'a [(&'a Recorded, &'a dyn Object)],
    pub new: &'a [(&'a Recorded, &'a dyn Object)],
    /// Facts that the revision brings, and those that it ends: numbers on record.
    pub brought: HashSet<i64>,
    pub ended: &'a HashSet<i64>,
    /// Facts that were here with another definition.
    pub found: HashSet<i64>,
    /// The rules are others than those of the revision before.
    pub other_rules: bool,
    pub renames: Renames,
}

/// An object by its position afterwards, or else before, or by its label where it is on no record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    After(usize),
    Before(usize),
    Label(String, String),
}

/// One fact before and after.
pub(super) struct Pair {
    pub old: Option<usize>,
    pub new: Option<usize>,
}

type Identity = (String, Address, String);

/// Kind and name of what a step is about.
fn label(step: &Stored) -> String {
    format!("{} {}", step.kind, step.object)
}

impl Course<'_> {
    pub fn things(&mut self, steps: &[Stored], hazards: Vec<Hazard>) -> Result<Vec<Thing>> {
        let mut groups: BTreeMap<Key, (Vec<Pair>, Vec<usize>)> = BTreeMap::new();
        let pairs = self.pairs();
        let both = pairs.iter().filter_map(|pair| Some((self.old[pair.old?], self.new[pair.new?])));
        self.renames = Renames::new(both);
        let counterparts = self.counterparts(&pairs);
        for pair in pairs {
            groups.entry(self.key(&pair, &counterparts)).or_default().0.push(pair);
        }
        let strange: HashMap<String, Key> = steps
            .iter()
            .map(|it| (label(it), Key::Label(it.kind.clone(), it.object.clone())))
            .collect();
        for (i, step) in steps.iter().enumerate() {
            groups.entry(self.key_of(step, &counterparts, &strange)).or_default().1.push(i);
        }
        let back: HashMap<usize, usize> =
            counterparts.iter().map(|(old, new)| (*new, *old)).collect();
        let mut of_step: HashMap<i64, Vec<Hazard>> = HashMap::new();
        hazards.into_iter().for_each(|it| of_step.entry(it.step).or_default().push(it));
        let mut things = Vec::with_capacity(groups.len());
        for (key, (pairs, own)) in groups {
            let mut thing = match &key {
                Key::Label(kind, name) => unknown(kind, name, &own, steps),
                _ => self.thing(&key, &pairs, &back)?,
            };
            for i in &own {
                thing.hazards.extend(of_step.remove(&steps[*i].number).unwrap_or_default());
            }
            thing.hazards.sort_by_key(|it| (it.class, it.step));
            let idle = own.is_empty() && thing.changes.is_empty();
            if idle && matches!(thing.becomes, Becomes::Changed | Becomes::Renamed) {
                thing.becomes = Becomes::Follows;
            }
            thing.steps = own;
            things.push(thing);
        }
        things.sort_by_cached_key(|it| {
            let worst = it.hazards.first().map_or(usize::MAX, |hazard| hazard.class as usize);
            (worst, it.becomes, crate::kind::rank(&it.kind), it.name.clone(), it.kind.clone())
        });
        Ok(things)
    }

    /// Facts that the revision ends or brings, those that are the same object together.
    fn pairs(&self) -> Vec<Pair> {
        let identity = |it: &Recorded| -> Identity {
            let name = if it.at.0 == 0 { it.name.clone() } else { String::new() };
            (it.kind.to_string(), if it.at.0 == 0 { Address(0, 0, 0) } else { it.at }, name)
        };
        let mut ended: HashMap<Identity, usize> = HashMap::new();
        for (i, (it, _)) in self.old.iter().enumerate() {
            let here = self.brought.contains(&it.id);
            if self.ended.contains(&it.id) || here {
                ended.insert(identity(it), i);
            }
        }
        let mut pairs = Vec::new();
        for (i, (it, _)) in self.new.iter().enumerate() {
            if self.brought.contains(&it.id) {
                pairs.push(Pair { old: ended.remove(&identity(it)), new: Some(i) });
            }
        }
        let mut gone: Vec<usize> = ended.into_values().collect();
        gone.sort_unstable();
        pairs.extend(gone.into_iter().map(|i| Pair { old: Some(i), new: None }));
        pairs
    }

    /// Outermost facts before, each with what it is afterwards.
    fn counterparts(&self, pairs: &[Pair]) -> HashMap<usize, usize> {
        let stays: HashMap<i64, usize> =
            self.after.ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let mut found: HashMap<usize, usize> = HashMap::new();
        for (i, id) in
            self.before.ids.iter().enumerate().filter(|(i, _)| self.before.roots[*i] == *i)
        {
            if let Some(new) = stays.get(id) {
                found.insert(i, *new);
            }
        }
        for pair in pairs {
            if let (Some(old), Some(new)) = (pair.old, pair.new)
                && self.before.roots[old] == old
                && self.after.roots[new] == new
            {
                found.insert(old, new);
            }
        }
        found
    }

    fn before_or_after(&self, old: usize, counterparts: &HashMap<usize, usize>) -> Key {
        let root = self.before.roots[old];
        counterparts.get(&root).map_or(Key::Before(root), |new| Key::After(*new))
    }

    fn key(&self, pair: &Pair, counterparts: &HashMap<usize, usize>) -> Key {
        match (pair.new, pair.old) {
            (Some(new), _) => Key::After(self.after.roots[new]),
            (None, Some(old)) => self.before_or_after(old, counterparts),
            (None, None) => Key::Label(String::new(), String::new()),
        }
    }

    /// What a step belongs to; something that is on no record may describe something else: the owner of a view.
    fn key_of(
        &self,
        step: &Stored,
        counterparts: &HashMap<usize, usize>,
        strange: &HashMap<String, Key>,
    ) -> Key {
        let label = label(step);
        let known = |label: &str| {
            let (old, new) = (self.before.by_label.get(label), self.after.by_label.get(label));
            match (step.change.as_str(), old, new) {
                ("drop" | "rename", Some(old), _) | (_, Some(old), None) => {
                    Some(self.before_or_after(*old, counterparts))
                }
                (_, _, Some(new)) => Some(Key::After(self.after.roots[*new])),
                (_, None, None) => None,
            }
        };
        let ends = label.match_indices(' ').map(|(i, _)| &label[i + 1..]);
        known(&label)
            .or_else(|| ends.filter_map(|end| known(end).or(strange.get(end).cloned())).next())
            .unwrap_or_else(|| Key::Label(step.kind.clone(), step.object.clone()))
    }

    fn thing(&self, key: &Key, pairs: &[Pair], back: &HashMap<usize, usize>) -> Result<Thing> {
        let (before, after) = match key {
            Key::After(new) => (back.get(new).copied(), Some(*new)),
            Key::Before(old) => (Some(*old), None),
            Key::Label(..) => (None, None),
        };
        let named =
            |state: &State, i: usize| (state.kind(i).to_string(), state.name(i).to_string());
        let (kind, name) = match (after, before) {
            (Some(new), _) => named(self.after, new),
            (None, Some(old)) => named(self.before, old),
            (None, None) => Default::default(),
        };
        let old_name =
            before.map(|old| self.before.name(old).to_string()).filter(|old| *old != name);
        let is_root = |pair: &Pair| match pair.new {
            Some(new) => Some(new) == after,
            None => pair.old == before && after.is_none(),
        };
        let (mut changes, mut root) = (Vec::new(), None);
        for pair in pairs.iter().filter(|pair| is_root(pair) || !self.is_along(pair, pairs)) {
            let Some(mut change) = self.change(pair)? else { continue };
            if is_root(pair) {
                root = Some(change);
                continue;
            }
            let names = [Some(&name), old_name.as_ref()];
            let whole = names.into_iter().flatten();
            let short = whole.filter_map(|whole| part_of(&change.name, whole)).next();
            change.name = short.unwrap_or(change.name);
            changes.push(change);
        }
        let (becomes, why, what) = match root {
            // Parts go and come with the whole.
            Some(it)
                if matches!(it.becomes, Becomes::Created | Becomes::Dropped | Becomes::Left) =>
            {
                changes.clear();
                (it.becomes, Some(it.why), String::new())
            }
            Some(it) if it.becomes == Becomes::Renamed && !changes.is_empty() => {
                (Becomes::Changed, Some(it.why), String::new())
            }
            Some(it) => (it.becomes, Some(it.why), it.what),
            None => (Becomes::Changed, None, String::new()),
        };
        let thing = Thing {
            kind,
            name,
            old_name,
            becomes,
            why,
            what,
            changes,
            before,
            after,
            ..Thing::default()
        };
        Ok(thing)
    }

    /// Whether something else that is not the whole object is made or dropped with it, and is told.
    fn is_along(&self, pair: &Pair, pairs: &[Pair]) -> bool {
        match (pair.old, pair.new) {
            (None, Some(new)) => self.after.facts.parent(new).is_some_and(|parent| {
                self.after.roots[new] != parent
                    && pairs.iter().any(|it| it.new == Some(parent) && it.old.is_none())
            }),
            (Some(old), None) => self.before.facts.parent(old).is_some_and(|parent| {
                self.before.roots[old] != parent
                    && pairs.iter().any(|it| it.old == Some(parent) && it.new.is_none())
            }),
            _ => false,
        }
    }
}

/// The name of a part without that of the whole.
fn part_of(name: &str, whole: &str) -> Option<String> {
    let dotted = name.strip_prefix(whole).and_then(|rest| rest.strip_prefix('.'));
    let on = || name.strip_suffix(whole).and_then(|rest| rest.strip_suffix(" ON "));
    dotted.or_else(on).map(str::to_string)
}

/// An object that is on no record: something that has to make room.
fn unknown(kind: &str, name: &str, own: &[usize], steps: &[Stored]) -> Thing {
    let mut words: Vec<&str> = own.iter().map(|i| steps[*i].change.as_str()).collect();
    words.dedup();
    let rebuilt = own.iter().any(|i| steps[*i].hazards.iter().any(|it| it == "rebuild"));
    let (becomes, why) = match words.as_slice() {
        _ if rebuilt || words.len() > 1 => (Becomes::Remade, "it depends on what changes"),
        ["create"] => (Becomes::Created, "other changes need it"),
        ["drop"] => (Becomes::Dropped, "it goes with what is dropped"),
        ["rename"] => (Becomes::Renamed, "other changes need it"),
        _ => (Becomes::Changed, "it follows from other changes"),
    };
    let (kind, name, why) = (kind.to_string(), name.to_string(), Some(why.to_string()));
    Thing { kind, name, becomes, why, ..Thing::default() }
}
