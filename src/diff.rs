//! Recorded, desired and actual facts: what must change. Names no kind.

mod along;
mod anew;
mod bound;
mod brief;
mod compare;
mod drift;
mod end;
mod equal;
mod new;
mod pair;
mod refuse;
mod rename;
mod reshape;
mod settle;

pub use along::Along;
pub use brief::brief;
pub use drift::{Drift, State as DriftState, drift, left};
pub use equal::{Judge, contrast, equal, names_alone};
pub use pair::pair;
pub use refuse::refuse;
pub use rename::{after, before, rebound};
pub use settle::settle;

use crate::error::Result;
use crate::fact::{Facts, Object};
use crate::model::Address;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeSet;
use std::ops::Deref;

/// What a revision has left here of a fact.
#[derive(Debug)]
pub struct Left {
    /// `schemig.fact.id`.
    pub id: i64,
    pub kind: &'static str,
    /// Identity in the source.
    pub at: Address,
    /// Name in the target.
    pub name: String,
    pub def: Box<dyn Object>,
    pub adopted: bool,
    /// Was gone from the target before the revision that ended it.
    pub lost: bool,
    /// Was left in the target by the revision that ended it.
    pub kept: bool,
    /// Differed from the record when its revision was planned, and was left so.
    pub drifted: bool,
}

impl Left {
    /// Kind and name in the target.
    pub fn label(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }
}

/// The same with what it came from, which only a comparison with the source asks for: definitions take the most room.
#[derive(Debug)]
pub struct Recorded {
    pub left: Left,
    pub source_name: String,
    pub source: Box<dyn Object>,
    /// Rules that gave it its name, schema or types.
    pub rule: Option<String>,
}

impl Deref for Recorded {
    type Target = Left;
    fn deref(&self) -> &Left {
        &self.left
    }
}

/// The three sides of a comparison.
pub struct Sides<'a> {
    pub source: &'a Facts,
    /// The source's facts under the rules; same positions as in `source`.
    pub desired: &'a Facts,
    pub recorded: &'a [Recorded],
    pub actual: &'a Facts,
    /// For each fact of the source, the recorded one that it is.
    pub matches: &'a [Option<usize>],
    /// The desired facts under the names that they have on record; same positions.
    pub before: &'a Facts,
    /// Those that the source says in the words that are on record, and means other objects by.
    pub rebound: &'a HashSet<usize>,
    /// Optional kinds that are wanted.
    pub wanted: &'a [&'static str],
    /// The rules are those of the last applied revision.
    pub same_rules: bool,
    /// The source is the database that was read last: its addresses mean the same objects.
    pub same_source: bool,
    /// What is gone from the source stays in the target.
    pub keep: bool,
    /// It goes to the trash, with its values.
    pub trash: bool,
    /// The rules for types, or those of the last applied revision, are others.
    pub other_types: bool,
    /// Labels of what other sources have recorded too, such as a schema that they share.
    pub others: &'a HashSet<String>,
}

/// A change that the server makes in place.
#[derive(Debug)]
pub struct Alteration {
    /// Position in `desired`.
    pub fact: usize,
    /// Position in `actual`.
    pub actual: usize,
    pub statements: Vec<String>,
    /// None where there is no way back in place: then the undo makes it anew, as it was.
    pub undo: Option<Vec<String>>,
    /// How much of what depends on the object is in the way.
    pub disturbs: Disturbs,
    /// How much is in the way of the undo, where that is more.
    pub back: Disturbs,
    /// Position in `desired` of what this is done along with: what it is over is made anew.
    pub along: Option<usize>,
    /// Positions in `actual` of what the undo makes anew along with it: parts of those keep their types.
    pub anew: Vec<usize>,
}

/// What an alteration cannot be done under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disturbs {
    Nothing,
    /// What depends on the object and does not adjust itself.
    Readers,
    /// What depends on a part of a type and does not adjust itself, and the same of columns that hold values of that.
    Stored(Stored),
    /// All that depends on it, but columns (positions in `actual`) that keep their values, and types over it that
    /// are made anew along with it; and the same of columns that hold values of it within others.
    All {
        kept: Vec<usize>,
        lent: Stored,
    },
}

/// Types of which a part gets another type, with those that hold their values, and columns that keep them meanwhile:
/// positions in `actual`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    pub types: Vec<usize>,
    pub columns: Vec<usize>,
}

impl Alteration {
    /// Columns, by position in `actual`, that its statements or its undo name since they keep their values meanwhile.
    pub fn keeps(&self) -> impl Iterator<Item = usize> {
        [&self.disturbs, &self.back].into_iter().flat_map(|disturbs| {
            let kept = match disturbs {
                Disturbs::All { kept, .. } => kept.as_slice(),
                _ => &[],
            };
            let stored = disturbs.stored().into_iter().flat_map(|stored| &stored.columns);
            kept.iter().chain(stored).copied()
        })
    }

    /// What it changes besides its own object.
    pub fn stored(&self) -> Option<&Stored> {
        self.disturbs.stored()
    }
}

impl Disturbs {
    /// Columns that are of other types meanwhile.
    pub fn stored(&self) -> Option<&Stored> {
        match self {
            Disturbs::Stored(stored) => Some(stored),
            Disturbs::All { lent, .. } if !lent.columns.is_empty() => Some(lent),
            _ => None,
        }
    }
}

/// A recorded fact whose definition differs by names only.
#[derive(Debug)]
pub struct Renaming {
    /// Position in `desired`.
    pub fact: usize,
    /// Position in `recorded`.
    pub recorded: usize,
    /// Position in `actual`.
    pub actual: usize,
    /// What brings text along that the server does not change, and what takes that back.
    pub follow: Vec<String>,
    pub unfollow: Vec<String>,
    /// Names inside the definition: old and new.
    pub inner: Vec<(String, String)>,
    /// The target's differs from the record in something else, which is left so.
    pub drifted: bool,
    /// It is also altered: what it becomes is recorded with that.
    pub altered: bool,
}

/// A fact that shall be another than it is.
#[derive(Debug)]
pub struct Differing {
    /// Position in `desired`.
    pub fact: usize,
    /// Position in `recorded`; none where the target has an object that is not followed yet.
    pub recorded: Option<usize>,
    /// Position in `actual`.
    pub actual: usize,
}

/// A recorded fact whose source object is known by a new address.
#[derive(Debug)]
pub struct Moved {
    /// Position in `recorded`.
    pub recorded: usize,
    pub at: Address,
    /// The source's definition, where it holds identities that have changed with it.
    pub source: Option<String>,
}

/// What must be done to the target.
#[derive(Debug, Default)]
pub struct Changes {
    /// Positions in `desired`.
    pub create: Vec<usize>,
    /// Positions in `desired` and in `actual`: facts that the target has already.
    pub adopt: Vec<(usize, usize)>,
    /// Those of `adopt` that the source and the target have changed alike.
    pub agreed: Vec<usize>,
    /// Positions in `actual`.
    pub drop: Vec<usize>,
    /// Positions in `desired`: those of `create` and `alter` that take the place of something not recorded.
    pub replace: Vec<usize>,
    pub differ: Vec<Differing>,
    pub alter: Vec<Alteration>,
    pub rename: Vec<Renaming>,
    /// Positions in `recorded`: no longer in the source; those of `drop`, and those that are gone
    /// from the target or were never ours.
    pub ended: Vec<usize>,
    /// Positions in `recorded`: those of `ended` that are gone from the target already.
    pub lost: Vec<usize>,
    /// Positions in `recorded`: those of `ended` that stay in the target.
    pub kept: Vec<usize>,
    /// Positions in `desired` of what gets other names and is gone from the target, which is left so.
    pub absent: Vec<usize>,
    /// Facts whose source object is known by a new address, or by none (of class 0) where the addresses of a source that is another database now may mean other objects.
    pub moved: Vec<Moved>,
    /// Labels of facts that can neither be altered nor made anew, each with what differs.
    pub changed: Vec<(String, String)>,
    /// Labels of facts whose place something has that is not recorded, each with what is there.
    pub occupied: Vec<(String, String)>,
    /// Labels of facts that have changed in the source and in the target, each with both changes.
    pub conflicts: Vec<(String, String)>,
    /// Positions in `actual` of recorded facts that differ from the record, which is left so.
    pub drifted: HashSet<usize>,
    /// Positions in `actual` of what is dropped and has a name that another one gets, each with the name that it has by then
    /// if it is still there, and that texts have for it.
    pub aside: Vec<(usize, String)>,
    /// Desired facts that the source says in other words than before, which mean the same here as long as what they need
    /// stays what it is; each with its position in `recorded`.
    pub alike: HashMap<usize, usize>,
    /// For each desired fact that the target has, under its old name or the new one, its position in `actual`.
    pub there: HashMap<usize, usize>,
}

impl Changes {
    /// Nothing to do and nothing to record.
    pub fn is_empty(&self) -> bool {
        let none_new = self.create.is_empty() && self.adopt.is_empty();
        none_new && self.alter.is_empty() && self.ended.is_empty()
    }

    /// Something is dropped, to come again or not: what depends on it must be known.
    pub fn removes(&self) -> bool {
        let disturbs = |d: &Disturbs| *d != Disturbs::Nothing;
        let removes =
            |a: &Alteration| disturbs(&a.disturbs) || disturbs(&a.back) || a.undo.is_none();
        !self.drop.is_empty() || self.alter.iter().any(removes)
    }
}

/// Compares the three sides; `lenient` takes no notice of aliases within queries.
pub fn diff(sides: &Sides, judge: &dyn Judge, lenient: &dyn Judge) -> Result<Changes> {
    let mut changes = Changes::default();
    let actual = ByName::new(sides.actual);
    end::end(sides, &actual, lenient, &mut changes)?;
    let mut new: BTreeSet<usize> = BTreeSet::new();
    let freed = rename::freed(sides, &actual, &changes.drop);
    for (fact, matched) in sides.matches.iter().enumerate() {
        let kept = match matched {
            Some(r) => {
                let compare = compare::Compare { sides, actual: &actual, new: &new, freed: &freed };
                compare.compare(fact, *r, (judge, lenient), &mut changes)?
            }
            None => false,
        };
        if !kept {
            new.insert(fact);
        }
    }
    // What is dropped, or gets another name, is in nobody's way.
    let leaving: HashSet<usize> =
        changes.drop.iter().copied().chain(changes.rename.iter().map(|r| r.actual)).collect();
    for fact in new {
        new::classify(sides, fact, (&actual, &leaving), judge, &mut changes)?;
    }
    rename::refuse_taken(sides, (&actual, &leaving), &mut changes)?;
    rename::set_aside(sides, &mut changes)?;
    Ok(changes)
}

/// Facts by kind and name.
pub struct ByName(HashMap<&'static str, HashMap<String, usize>>);

impl ByName {
    pub fn new(facts: &Facts) -> ByName {
        let mut map: HashMap<&'static str, HashMap<String, usize>> = HashMap::new();
        for (i, fact) in facts.all.iter().enumerate() {
            map.entry(fact.kind()).or_default().insert(facts.name(i), i);
        }
        ByName(map)
    }

    pub fn find(&self, kind: &str, name: &str) -> Option<usize> {
        self.0.get(kind)?.get(name).copied()
    }
}
