//! What becomes of each object, and why: a table with its columns and indexes is one object here.

use super::hazard::Hazard;
use super::state::State;
use crate::diff::{Recorded, brief, names_alone};
use crate::error::Result;
use crate::fact::Object;
use crate::model::Address;
use crate::revision::Stored;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What becomes of an object as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Becomes {
    Dropped,
    Changed,
    Renamed,
    Created,
    /// Dropped and made again as it was.
    Remade,
    /// It was here already, and is on record from now on.
    Adopted,
    /// Followed no longer, and left here.
    Left,
}

impl Becomes {
    pub const ALL: [Becomes; 7] = [
        Becomes::Dropped,
        Becomes::Changed,
        Becomes::Renamed,
        Becomes::Created,
        Becomes::Remade,
        Becomes::Adopted,
        Becomes::Left,
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
        }
    }

    /// As a plan shows it.
    pub fn sign(self) -> char {
        match self {
            Becomes::Dropped => '−',
            Becomes::Changed | Becomes::Remade => '~',
            Becomes::Renamed => '>',
            Becomes::Created => '+',
            Becomes::Adopted | Becomes::Left => '=',
        }
    }
}

/// A change of a part of an object.
#[derive(Debug)]
pub struct Change {
    pub becomes: Becomes,
    pub kind: String,
    pub name: String,
    pub what: String,
}

/// An object, and what belongs to it.
#[derive(Debug)]
pub struct Thing {
    pub kind: String,
    pub name: String,
    pub old_name: Option<String>,
    pub becomes: Becomes,
    pub whys: Vec<String>,
    pub changes: Vec<Change>,
    /// Positions of its steps.
    pub steps: Vec<usize>,
    pub hazards: Vec<Hazard>,
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
}

/// An object by its position afterwards, or else before, or by its label where it is on no record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    After(usize),
    Before(usize),
    Label(String, String),
}

/// One fact before and after.
struct Pair {
    old: Option<usize>,
    new: Option<usize>,
}

type Identity = (String, Address, String);

impl Course<'_> {
    pub fn things(&self, steps: &[Stored], hazards: Vec<Hazard>) -> Result<Vec<Thing>> {
        let mut groups: BTreeMap<Key, (Vec<Pair>, Vec<usize>)> = BTreeMap::new();
        let pairs = self.pairs();
        let counterparts = self.counterparts(&pairs);
        for pair in pairs {
            groups.entry(self.key(&pair, &counterparts)).or_default().0.push(pair);
        }
        for (i, step) in steps.iter().enumerate() {
            groups.entry(self.key_of(step, &counterparts)).or_default().1.push(i);
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
            (it.kind.clone(), if it.at.0 == 0 { Address(0, 0, 0) } else { it.at }, name)
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

    fn key_of(&self, step: &Stored, counterparts: &HashMap<usize, usize>) -> Key {
        let label = format!("{} {}", step.kind, step.object);
        let (old, new) = (self.before.by_label.get(&label), self.after.by_label.get(&label));
        match (step.change.as_str(), old, new) {
            ("drop" | "rename", Some(old), _) | (_, Some(old), None) => {
                self.before_or_after(*old, counterparts)
            }
            (_, _, Some(new)) => Key::After(self.after.roots[*new]),
            (_, None, None) => Key::Label(step.kind.clone(), step.object.clone()),
        }
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
        let root = pairs.iter().find(|pair| match pair.new {
            Some(new) => Some(new) == after,
            None => pair.old == before && after.is_none(),
        });
        let becomes = self.becomes(root, before, after, old_name.is_some());
        let whole = matches!(becomes, Becomes::Created | Becomes::Dropped | Becomes::Left);
        let mut whys: Vec<String> = Vec::new();
        let mut changes = Vec::new();
        for pair in pairs {
            let is_root = root.is_some_and(|root| std::ptr::eq(root, pair));
            if whole && !is_root && root.is_some() {
                continue;
            }
            let why = self.why(pair)?;
            let change = self.change(pair, is_root)?;
            if let Some(why) = why.filter(|why| !whys.contains(why)) {
                whys.push(why);
            }
            changes.extend(change.filter(|_| !whole || !is_root));
            if pair.new.is_some_and(|i| self.new[i].0.drifted) {
                whys.push(format!(
                    "{} differed here from the record; that is left so.",
                    self.after.labels[pair.new.unwrap_or_default()]
                ));
            }
        }
        let becomes = match becomes {
            Becomes::Renamed
                if changes.iter().any(|c| c.kind != kind || c.becomes != Becomes::Renamed) =>
            {
                Becomes::Changed
            }
            other => other,
        };
        let (steps, hazards) = (Vec::new(), Vec::new());
        Ok(Thing { kind, name, old_name, becomes, whys, changes, steps, hazards, before, after })
    }

    fn becomes(
        &self,
        root: Option<&Pair>,
        before: Option<usize>,
        after: Option<usize>,
        renamed: bool,
    ) -> Becomes {
        let new = root.and_then(|pair| pair.new).map(|new| self.new[new].0);
        match (before, after) {
            (Some(old), None) => match self.old[old].0.kept {
                true => Becomes::Left,
                false => Becomes::Dropped,
            },
            (None, _) => match new {
                Some(it) if it.adopted => Becomes::Adopted,
                _ => Becomes::Created,
            },
            (Some(_), Some(_)) if renamed => Becomes::Renamed,
            (Some(_), Some(_)) => Becomes::Changed,
        }
    }

    /// What made the change: the source, the rules, or this database.
    fn why(&self, pair: &Pair) -> Result<Option<String>> {
        let rules = ", or the rules, which have changed";
        let or_rules = |text: &str, tail: &str| match self.other_rules {
            true => format!("{text}{rules}{tail}"),
            false => format!("{text}{tail}"),
        };
        let (old, new) = (pair.old.map(|i| self.old[i]), pair.new.map(|i| self.new[i]));
        Ok(Some(match (old, new) {
            (None, Some((it, _))) if it.adopted => {
                "It was here already: only the record is new.".to_string()
            }
            (None, Some(_)) => or_rules("The source has gained it", "."),
            (Some((it, _)), None) => match it {
                it if it.lost => {
                    "It was gone from this database already, by other means than an upgrade.".into()
                }
                it if it.kept => {
                    or_rules("The source has lost it", "; the rule \"drops\" leaves it here.")
                }
                _ => or_rules("The source has lost it", "."),
            },
            (Some(_), Some((it, _))) if self.found.contains(&it.id) => {
                "It was here already, and is made what the source has.".to_string()
            }
            (Some((was, old)), Some((is, new))) => {
                let renamed = was.source_name != is.source_name;
                let same = was.source.same(is.source.as_ref());
                match (same, renamed) {
                    (true, false) if old.same(new) => return Ok(None),
                    (true, false) if self.other_rules => {
                        format!(
                            "The rules have changed: {}.",
                            is.rule.as_deref().unwrap_or("none names it now")
                        )
                    }
                    (true, false) => "It follows from other changes.".to_string(),
                    (false, _) | (_, true)
                        if names_alone(was.source.as_ref(), is.source.as_ref())? =>
                    {
                        "The source has other names.".to_string()
                    }
                    _ => "The source has changed it.".to_string(),
                }
            }
            (None, None) => return Ok(None),
        }))
    }

    /// What happens to one fact; nothing where only what it refers to has another name.
    fn change(&self, pair: &Pair, is_root: bool) -> Result<Option<Change>> {
        let of = |entry: (&Recorded, &dyn Object)| (entry.0.kind.clone(), entry.0.name.clone());
        let (becomes, (kind, name), what) =
            match (pair.old.map(|i| self.old[i]), pair.new.map(|i| self.new[i])) {
                (None, Some(new)) if new.0.adopted => (Becomes::Adopted, of(new), String::new()),
                (None, Some(new)) => (Becomes::Created, of(new), String::new()),
                (Some(old), None) => {
                    let becomes = if old.0.kept { Becomes::Left } else { Becomes::Dropped };
                    (becomes, of(old), String::new())
                }
                (Some(old), Some(new)) => {
                    let own = |it: (&Recorded, &dyn Object)| {
                        it.1.boxed().own().map(|own| own.name.clone())
                    };
                    let (was, is) = (own(old), own(new));
                    let names = names_alone(old.1, new.1)?;
                    match (was == is && (!is_root || old.0.name == new.0.name), names) {
                        (true, true) => return Ok(None),
                        (false, _) if is.is_some() => {
                            let told = brief(&old.1.json()?, &new.1.json()?);
                            let others = told
                                .split(", ")
                                .filter(|it| !it.starts_with("name "))
                                .take(if names { 0 } else { 9 });
                            let all: Vec<String> = [format!("was {}", old.0.name)]
                                .into_iter()
                                .chain(others.map(str::to_string))
                                .collect();
                            (Becomes::Renamed, of(new), all.join(", "))
                        }
                        _ => (Becomes::Changed, of(new), brief(&old.1.json()?, &new.1.json()?)),
                    }
                }
                (None, None) => return Ok(None),
            };
        Ok(Some(Change { becomes, kind, name, what }))
    }
}

/// An object that is on no record: something that has to make room.
fn unknown(kind: &str, name: &str, own: &[usize], steps: &[Stored]) -> Thing {
    let mut words: Vec<&str> = own.iter().map(|i| steps[*i].change.as_str()).collect();
    words.dedup();
    let rebuilt = own.iter().any(|i| steps[*i].hazards.iter().any(|it| it == "rebuild"));
    let (becomes, why) = match words.as_slice() {
        _ if rebuilt || words.len() > 1 => (
            Becomes::Remade,
            "It depends on what changes: it is dropped before, and made again as it was.",
        ),
        ["create"] => (Becomes::Created, "Other changes need it."),
        ["drop"] => (Becomes::Dropped, "It goes with what is dropped."),
        ["rename"] => (Becomes::Renamed, "Other changes need it."),
        _ => (Becomes::Changed, "It follows from other changes."),
    };
    Thing {
        kind: kind.to_string(),
        name: name.to_string(),
        old_name: None,
        becomes,
        whys: vec![why.to_string()],
        changes: Vec::new(),
        steps: Vec::new(),
        hazards: Vec::new(),
        before: None,
        after: None,
    }
}
