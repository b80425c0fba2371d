//! What must be dropped along with what is dropped or altered, and made again: everything in the target
//! that depends on it, by its `pg_depend`, whether it is followed or not.

use super::apart::leave_apart;
use crate::diff::{Changes, Disturbs, Stored};
use crate::error::{Error, Result};
use crate::fact::{Exposed, Facts, Fate, Scope};
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;
use std::collections::{BTreeMap, BTreeSet};

/// What comes again: positions in the target's facts, each with the desired one that it is made of, if any.
type Again = BTreeMap<usize, Option<usize>>;

/// What goes besides the changes themselves. All positions are of the target's facts.
#[derive(Debug, Default)]
pub struct Rebuild {
    /// Belongs to what is dropped, and goes along for good.
    pub gone: BTreeSet<usize>,
    /// Comes again: of the desired fact at that position, or, where nothing follows it or it has drifted, as it is.
    pub again: Again,
    /// Dropped and made again by the undo alone: what is altered without a way back, and what depends on that.
    pub back: Again,
    /// Dropped by the changes, and still needed by what went to the trash before.
    pub held: BTreeSet<usize>,
    /// Dropped by the changes, and in the way of others: it cannot go to the trash with what it belongs to.
    pub parted: BTreeSet<usize>,
}

impl Rebuild {
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.again.is_empty() && self.back.is_empty()
    }
}

/// Finds what must be rebuilt. Alterations of such facts become drops and creations. `trash` is what the trash
/// holds already, where drops go there.
///
/// Errors: 2BP01 something that cannot be made again, or that is not followed, depends on what is dropped.
pub fn rebuild(
    changes: &mut Changes,
    desired: &Facts,
    (actual, ahead): (&Facts, &Facts),
    trash: Option<&HashSet<usize>>,
) -> Result<Rebuild> {
    let (gone, again, held, mut parted) = {
        let mut search = Search { trash, ..Search::new(changes, desired, (actual, ahead)) };
        search.run();
        search.refuse()?;
        (search.gone, search.again, search.held, search.parted)
    };
    let (rebuilt, altered): (Vec<_>, Vec<_>) =
        std::mem::take(&mut changes.alter).into_iter().partition(|a| again.contains_key(&a.actual));
    changes.alter = altered;
    let mut converted: HashMap<usize, usize> = rebuilt.iter().map(|a| (a.actual, a.fact)).collect();
    // What gets other names as well is recorded with those.
    let renamed: HashSet<usize> = changes.rename.iter().map(|r| r.fact).collect();
    for (there, fact) in again.iter().filter_map(|(there, fact)| Some((*there, (*fact)?))) {
        if let Some(recorded) = changes.alike.get(&fact).filter(|_| !renamed.contains(&fact)) {
            changes.ended.push(*recorded);
            converted.insert(there, fact);
        }
    }
    changes.drop.extend(converted.keys());
    changes.create.extend(converted.values());
    let again: Again = again.into_iter().filter(|(a, _)| !converted.contains_key(a)).collect();
    let (mut back, in_the_way) = way_back(changes, desired, (actual, ahead))?;
    parted.extend(in_the_way);
    back.retain(|a, _| !again.contains_key(a) && !changes.drop.contains(a) && !gone.contains(a));
    // What the undo makes anew needs no way back in place.
    changes.alter.iter_mut().filter(|a| back.contains_key(&a.actual)).for_each(|a| a.undo = None);
    let rebuild = Rebuild { gone, again, back, held, parted };
    leave_apart(changes, &rebuild, (desired, ahead));
    Ok(rebuild)
}

/// What the undo drops and makes again, since it has no other way back; and what is dropped that would be in its way.
fn way_back(
    changes: &Changes,
    desired: &Facts,
    (actual, ahead): (&Facts, &Facts),
) -> Result<(Again, BTreeSet<usize>)> {
    let one_way = changes.alter.iter().filter(|a| a.undo.is_none());
    let mut made: Again = one_way.map(|a| (a.actual, Some(a.fact))).collect();
    let disturbed = changes.alter.iter().filter(|a| a.back != Disturbs::Nothing);
    let disturbed: HashMap<usize, &Disturbs> = disturbed.map(|a| (a.actual, &a.back)).collect();
    let mut search = Search::new(changes, desired, (actual, ahead));
    let anew = changes.alter.iter().flat_map(|a| &a.anew);
    made.extend(anew.map(|a| (*a, search.counterpart.get(a).copied())));
    search.dropped.extend(made.keys().map(|a| (*a, true)));
    search.queue = made.keys().chain(disturbed.keys()).copied().collect();
    search.stored.extend(stored(disturbed.values().filter_map(|d| d.stored())));
    search.queue.extend(search.stored.keys());
    search.altered.extend(disturbed);
    search.run();
    search.refuse()?;
    Ok((search.again.into_iter().chain(made).collect(), search.parted))
}

struct Search<'a> {
    actual: &'a Facts,
    desired: &'a Facts,
    /// For each fact of the target, what belongs to it or depends on it.
    dependents: Vec<BTreeSet<usize>>,
    /// Dropped by the changes themselves, with whether something of that kind and name comes.
    dropped: HashMap<usize, bool>,
    altered: HashMap<usize, &'a Disturbs>,
    /// Columns that hold values of a type of which a part is altered, with that type and those that hold it.
    stored: HashMap<usize, &'a [usize]>,
    /// Desired positions of what the target has.
    counterpart: HashMap<usize, usize>,
    drifted: &'a HashSet<usize>,
    queue: Vec<usize>,
    gone: BTreeSet<usize>,
    again: Again,
    /// Labels of what is in the way, each with what it depends on.
    refused: Vec<(usize, usize)>,
    trash: Option<&'a HashSet<usize>>,
    held: BTreeSet<usize>,
    parted: BTreeSet<usize>,
}

/// Columns that are of other types meanwhile, each with the types that this is about.
fn stored<'a>(of: impl Iterator<Item = &'a Stored>) -> HashMap<usize, &'a [usize]> {
    of.flat_map(|s| s.columns.iter().map(|c| (*c, s.types.as_slice()))).collect()
}

impl<'a> Search<'a> {
    fn new(
        changes: &'a Changes,
        desired: &'a Facts,
        (actual, ahead): (&'a Facts, &Facts),
    ) -> Search<'a> {
        let mut dependents = vec![BTreeSet::new(); actual.all.len()];
        for fact in 0..actual.all.len() {
            // A tie falls with one of the tables that it ties, and is nothing without the other.
            let it = &actual.all[fact].def;
            let is_tie = || matches!(it.exposes(), Some(Exposed::Heir { .. }));
            let tied = actual.parent(fact).filter(|_| !it.entry().part && is_tie());
            let used = actual.uses[fact].iter().copied().chain(actual.falls_with(fact)).chain(tied);
            used.for_each(|u| dependents[u].extend([fact]));
        }
        // What is bound to something goes along with that, and is wanted all the same.
        let wanted: HashSet<usize> = changes.there.values().copied().collect();
        for fact in (0..actual.all.len()).filter(|f| actual.all[*f].entry().binds) {
            let bound = actual.parent(fact).filter(|bound| wanted.contains(bound));
            if let Some((bound, (to, _))) = bound.zip(actual.binding(fact)) {
                dependents[to].insert(bound);
            }
        }
        let kinds: HashSet<&str> = changes.drop.iter().map(|d| ahead.all[*d].kind()).collect();
        let made = changes.create.iter().filter(|f| kinds.contains(desired.all[**f].kind()));
        let made: HashSet<String> = made.map(|f| desired.label(*f)).collect();
        let dropped: HashMap<usize, bool> =
            changes.drop.iter().map(|d| (*d, made.contains(&ahead.label(*d)))).collect();
        let altered: HashMap<usize, &Disturbs> =
            changes.alter.iter().map(|a| (a.actual, &a.disturbs)).collect();
        let disturbing = altered.iter().filter(|(_, d)| ***d != Disturbs::Nothing);
        let stored = stored(changes.alter.iter().filter_map(|a| a.stored()));
        let disturbing = disturbing.map(|(a, _)| a).chain(stored.keys());
        let queue = dropped.keys().chain(disturbing).copied().collect();
        Search {
            actual,
            desired,
            dependents,
            queue,
            counterpart: changes.there.iter().map(|(d, a)| (*a, *d)).collect(),
            drifted: &changes.drifted,
            dropped,
            altered,
            stored,
            gone: BTreeSet::new(),
            again: BTreeMap::new(),
            refused: Vec::new(),
            trash: None,
            held: BTreeSet::new(),
            parted: BTreeSet::new(),
        }
    }

    /// Relations that are altered, and hold nothing but have values of a type of which a part gets another type: no use
    /// of the part, but the undo would come before that of the type.
    fn reread(&mut self) {
        let actual = self.actual;
        let is_empty = |fact: &usize| {
            let scope = Scope::of(actual, *fact);
            scope.def().data_probe(&scope).is_none()
        };
        let parts = self.altered.iter().filter(|(_, d)| ***d == Disturbs::Readers);
        let types: BTreeSet<usize> = parts.filter_map(|(part, _)| actual.parent(*part)).collect();
        for of in types.into_iter().filter(is_empty) {
            let altered =
                |it: &usize| self.altered.contains_key(it) && actual.all[*it].entry().relations > 0;
            let readers = self.dependents[of].iter().copied().filter(altered).filter(is_empty);
            for reader in readers.collect::<Vec<_>>() {
                self.make_again(of, reader, false);
            }
        }
    }

    fn run(&mut self) {
        self.reread();
        while let Some(fact) = self.queue.pop() {
            for dependent in self.dependents[fact].clone() {
                self.reach(fact, dependent);
            }
        }
    }

    /// Whether a fact is dropped for good.
    fn goes(&self, fact: usize) -> bool {
        self.dropped.contains_key(&fact) || self.gone.contains(&fact)
    }

    /// Whether a fact that goes comes again.
    fn returns(&self, fact: usize) -> bool {
        self.again.contains_key(&fact) || self.dropped.get(&fact).copied().unwrap_or(false)
    }

    /// Something belongs to a fact that goes or is disturbed, or depends on it.
    fn reach(&mut self, fact: usize, dependent: usize) {
        // What goes to the trash takes part in alterations all the same.
        let keeps = self.stored.contains_key(&fact) && self.goes(dependent);
        if keeps || !(self.goes(fact) || self.again.contains_key(&fact)) {
            return self.disturb(fact, dependent);
        }
        if self.goes(dependent) || self.again.contains_key(&dependent) {
            return;
        }
        if self.leaves(fact, dependent) {
            return;
        }
        let belongs = self.actual.falls_with(dependent) == Some(fact);
        // What a schema holds moves out before it is dropped.
        if !self.actual.all[fact].entry().takes && self.counterpart.contains_key(&dependent) {
            return;
        }
        let lost = belongs
            && self.actual.all[dependent].entry().part
            && self.dropped.contains_key(&fact)
            && !self.counterpart.contains_key(&dependent);
        if self.returns(fact) && !lost {
            self.make_again(fact, dependent, belongs);
        } else if belongs {
            // What is kept has been untied from it by a change of its own.
            if !self.counterpart.contains_key(&dependent) {
                self.gone.insert(dependent);
                self.queue.push(dependent);
            }
        } else if self.is_untied(fact, dependent) {
            // What tied it goes by a change of its own.
        } else if self.altered.contains_key(&dependent) {
            // It is altered to do without.
        } else if self.counterpart.contains_key(&dependent) {
            self.make_again(fact, dependent, belongs);
        } else if self.trash.is_some_and(|trash| trash.contains(&dependent)) {
            self.held.insert(fact);
        } else if !self.is_trashed(fact) && !self.belongs_to_going(dependent) {
            self.refused.push((dependent, fact));
        }
    }

    /// Whether a fact that stays has something that ties it to one that goes, and parts with that.
    fn is_untied(&self, fact: usize, dependent: usize) -> bool {
        let actual = self.actual;
        let mut parts = actual.children(dependent).iter();
        // What binds it ends with that alone, unless a tie that it is bound by ends.
        let parts_with = |part: usize| {
            let ties = || actual.binding(part).map(|(_, ties)| ties).unwrap_or_default();
            !actual.all[part].entry().binds || ties().iter().any(|t| self.dropped.contains_key(t))
        };
        let goes = |p: &usize| self.dropped.contains_key(p) && actual.needs[*p].contains(&fact);
        !self.returns(fact) && parts.any(|p| goes(p) && parts_with(*p))
    }

    /// Whether a fact goes to the trash, where what depends on it may go on to do so.
    fn is_trashed(&self, fact: usize) -> bool {
        let trashed = |f: usize| self.actual.all[f].def.fate() == Fate::Trashed;
        self.trash.is_some()
            && std::iter::successors(Some(fact), |f| self.actual.falls_with(*f)).any(trashed)
    }

    /// Whether what a fact belongs to goes, which takes it along.
    fn belongs_to_going(&self, fact: usize) -> bool {
        std::iter::successors(self.actual.falls_with(fact), |f| self.actual.falls_with(*f))
            .any(|f| self.dropped.contains_key(&f) || self.gone.contains(&f))
    }

    fn disturb(&mut self, fact: usize, dependent: usize) {
        if let Some(types) = self.stored.get(&fact).copied() {
            return self.disturb_stored((fact, types), dependent);
        }
        let Some(disturbs) = self.altered.get(&fact) else { return };
        let entry = self.actual.all[dependent].entry();
        let belongs = self.actual.falls_with(dependent) == Some(fact);
        let adjusts = entry.adjusts || entry.facet || (belongs && entry.part);
        let stays = match disturbs {
            Disturbs::Nothing => true,
            // The server cannot keep a reference between columns of which one has its new type already.
            Disturbs::Readers | Disturbs::Stored(_) => {
                adjusts && !(entry.adjusts && self.spans(dependent, &|it| self.is_disturbed(it)))
            }
            Disturbs::All { kept: columns, .. } if columns.contains(&dependent) => {
                // The column gets the new type: what reads it cannot stay.
                for reader in self.dependents[dependent].clone() {
                    if columns.contains(&reader) {
                        continue;
                    }
                    let entry = self.actual.all[reader].entry();
                    let adjusts = entry.adjusts && !self.spans(reader, &|it| columns.contains(&it));
                    if !(adjusts || entry.facet) {
                        self.make_again(dependent, reader, false);
                    }
                }
                true
            }
            Disturbs::All { .. } => self.leaves(fact, dependent),
        };
        if stays {
            return;
        }
        // What a view gives out is of the type, whatever it comes from: that goes with the view alone.
        match self.view_of(dependent) {
            Some(view) => self.make_again(fact, view, false),
            None => self.make_again(fact, dependent, belongs),
        }
    }

    /// What a part without values of its own belongs to, where that is a relation.
    fn view_of(&self, fact: usize) -> Option<usize> {
        let holds = |fact: usize| {
            let scope = Scope::of(self.actual, fact);
            scope.def().data_probe(&scope).is_some()
        };
        let of = self.actual.parent(fact).filter(|_| self.actual.all[fact].entry().part)?;
        let is_view = self.actual.all[of].entry().relations > 0 && !holds(fact) && !holds(of);
        is_view.then_some(of)
    }

    /// Whether something gets another type before the one that it has is made anew.
    fn leaves(&self, of: usize, fact: usize) -> bool {
        let Some((of, new)) = self.counterpart.get(&of).zip(self.counterpart.get(&fact)) else {
            return false;
        };
        self.altered.contains_key(&fact) && !self.desired.needs[*new].contains(of)
    }

    /// Values of a column are of another type for a while: what cannot do with any that has the same parts, or ties
    /// them to others, is in the way.
    fn disturb_stored(&mut self, (column, types): (usize, &[usize]), dependent: usize) {
        let entry = self.actual.all[dependent].entry();
        let belongs = self.actual.falls_with(dependent) == Some(column);
        let needs_type = |used: &usize| {
            let uses = types.iter().any(|of| self.dependents[*of].contains(used))
                && !self.stored.contains_key(used);
            types.contains(used) || (uses && !self.actual.all[*used].entry().part)
        };
        let uses = &self.actual.uses[dependent];
        let tied = uses.iter().filter(|used| self.stored.contains_key(*used)).count() > 1;
        let loose = belongs || !(tied || uses.iter().any(needs_type));
        if !(entry.facet || (entry.adjusts && loose)) {
            self.make_again(column, dependent, belongs);
        }
    }

    fn is_disturbed(&self, fact: usize) -> bool {
        self.altered.get(&fact).is_some_and(|d| **d != Disturbs::Nothing)
    }

    /// Whether a fact depends on columns of several relations that get new types.
    fn spans(&self, fact: usize, retyped: &dyn Fn(usize) -> bool) -> bool {
        let used = self.actual.uses[fact].iter().filter(|f| retyped(**f));
        let parents: HashSet<Option<usize>> = used.map(|f| self.actual.parent(*f)).collect();
        parents.len() > 1
    }

    fn make_again(&mut self, fact: usize, dependent: usize, belongs: bool) {
        if self.goes(dependent) {
            return self.part(dependent);
        }
        if self.again.contains_key(&dependent) {
            return;
        }
        let scope = Scope::of(self.actual, dependent);
        // What holds data can only come again where it goes with what holds it.
        let goes_along = belongs || self.belongs_to_going(dependent);
        if !goes_along && scope.def().data_probe(&scope).is_some() {
            self.refused.push((dependent, fact));
            return;
        }
        let desired = self.counterpart.get(&dependent).copied();
        let desired = desired.filter(|_| !self.drifted.contains(&dependent));
        self.again.insert(dependent, desired);
        self.queue.push(dependent);
    }

    /// What goes is in the way, and with it what depends on it.
    fn part(&mut self, fact: usize) {
        let mut left = vec![fact];
        while let Some(fact) = left.pop() {
            let with_table = self.actual.all[fact].def.fate() == Fate::WithTable;
            if with_table && self.goes(fact) && self.parted.insert(fact) {
                left.extend(&self.dependents[fact]);
            }
        }
    }

    fn refuse(&self) -> Result<()> {
        let Some((first, on)) = self.refused.first() else { return Ok(()) };
        let verb =
            if self.returns(*on) || self.altered.contains_key(on) { "change" } else { "drop" };
        let mut lines: Vec<String> = self
            .refused
            .iter()
            .map(|(d, on)| format!("{} depends on {}.", self.label(*d), self.label(*on)))
            .collect();
        lines.sort();
        lines.dedup();
        Err(Error::new(
            PgSqlErrorCode::ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
            format!(
                "cannot {verb} {} because {} depends on it",
                self.label(*on),
                self.label(*first)
            ),
        )
        .detail(lines.join("\n"))
        .hint("Drop or change in the target what depends on it, then plan again."))
    }

    fn label(&self, fact: usize) -> String {
        self.actual.label(fact)
    }
}
