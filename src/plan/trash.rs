//! What is not dropped but moved out of the way, under the rule `"drops": "trash"`: tables to a schema of their
//! own, columns to another name, along with what they cannot do without. At once, and at once undone.

use super::brought::free_name;
use super::rename::{at, between, companion_to};
use super::{Rebuild, Step, Verb};
use crate::diff::{Changes, Recorded};
use crate::error::Result;
use crate::fact::{Facts, Fate, Object, Place, Scope};
use crate::kind;
use crate::model::QName;
use crate::pg::quote::ident;
use hashbrown::{HashMap, HashSet};
use std::collections::{BTreeMap, BTreeSet};

/// A statement and its undo; rows are undone from the last to the first.
pub(super) type Row = (Option<String>, Option<String>);

/// When the undo of a step is the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// As long as the trash holds what the step has moved there.
    Kept,
    /// When that has been purged.
    Purged,
}

impl Only {
    /// As `schemig.step.trash` has it.
    pub fn word(self) -> &'static str {
        match self {
            Only::Kept => "kept",
            Only::Purged => "purged",
        }
    }
}

/// Something in the trash.
#[derive(Debug)]
pub struct Item {
    pub kind: &'static str,
    /// Its name before.
    pub object: String,
    /// Its own name in the trash, which nothing else has.
    pub name: String,
    /// Its class, as DROP takes it, and the query that says what data goes with it; none for a column, which is
    /// still where it was, wherever that is by then.
    pub class: Option<String>,
    /// Its whole name in the trash, as DROP takes it.
    pub target: String,
    pub probe: Option<String>,
}

/// What goes to the trash: positions in the target's facts.
#[derive(Debug, Default)]
pub struct Trash {
    /// Moved or renamed by statements of their own, with the names that they get.
    heads: BTreeMap<usize, String>,
    /// What stays with each, and with what that stays.
    members: BTreeMap<usize, Vec<usize>>,
    along: HashMap<usize, usize>,
    all: HashSet<usize>,
    /// What earlier revisions have there: it is purged before, or at the latest with, what it is in.
    earlier: HashSet<usize>,
    /// New names of those members that others must not find in their way.
    names: HashMap<usize, String>,
    /// New names of what comes with heads.
    companions: HashMap<usize, String>,
    /// What is dropped all the same, a line each.
    pub warnings: Vec<String>,
}

impl Trash {
    /// Finds what goes to the trash of a revision. What that needs and the trash cannot hold, an extension,
    /// stays where it is.
    pub fn find(
        changes: &mut Changes,
        rebuild: &mut Rebuild,
        (actual, recorded): (&Facts, &[Recorded]),
        earlier: HashSet<usize>,
        revision: &str,
    ) -> Result<Trash> {
        let mut search = Search::new(changes, rebuild, actual);
        search.tables_and_columns();
        search.needed(&rebuild.held);
        let Search { heads, kept, dropped, brought, .. } = &search;
        let mut trash = Trash { earlier, all: brought.clone(), ..Trash::default() };
        let mut taken = HashSet::new();
        // A name that more than one would get is that of the table or column.
        let (needed, first): (Vec<usize>, Vec<usize>) =
            heads.iter().partition(|head| search.needed.contains(*head));
        for head in first.iter().chain(&needed) {
            trash.heads.insert(*head, new_name(&own_name(actual, *head), revision, &mut taken));
            if let Some((_, own)) = actual.all[*head].def.boxed().companion() {
                trash.companions.insert(*head, new_name(&own.name, revision, &mut taken));
            }
        }
        for &fact in dropped {
            let Some(head) = search.root(fact) else { continue };
            trash.all.insert(fact);
            if head == fact {
                continue;
            }
            trash.members.entry(head).or_default().push(fact);
            trash.along.insert(fact, head);
            if !actual.occupies(fact)?.is_empty() {
                let name = new_name(&own_name(actual, fact), revision, &mut taken);
                trash.names.insert(fact, name);
            }
        }
        let told = |table: &usize| {
            let label = actual.label(*table);
            format!("{label} is dropped, not moved to the trash: inheritance ties it to what stays")
        };
        trash.warnings = search.anchored.iter().map(told).collect();
        let stays = |fact: &usize| actual.falls_with_any(*fact, kept);
        let labels: HashSet<String> =
            changes.drop.iter().filter(|f| stays(f)).map(|f| actual.label(*f)).collect();
        changes.drop.retain(|fact| !stays(fact));
        rebuild.gone.retain(|fact| !stays(fact));
        let ended = changes.ended.iter().filter(|r| labels.contains(&recorded[**r].label()));
        changes.kept.extend(ended);
        Ok(trash)
    }

    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Whether something is not dropped, but goes to the trash or stays with what goes there.
    pub(super) fn holds(&self, fact: usize) -> bool {
        self.all.contains(&fact)
    }

    /// Whether an earlier revision has it there.
    pub(super) fn is_earlier(&self, fact: usize) -> bool {
        self.earlier.contains(&fact)
    }

    pub(super) fn is_member(&self, fact: usize) -> bool {
        self.holds(fact) && !self.heads.contains_key(&fact)
    }

    /// The place in the trash of what goes there by itself.
    pub(super) fn place(&self, facts: &Facts, head: usize) -> Option<Place> {
        let name = self.heads.get(&head)?.clone();
        let here = Place::of(facts.all[head].def.as_ref())?;
        let schema = here.schema.map(|_| kind::TRASH.to_string());
        Some(Place { schema, name })
    }

    /// What goes there by itself, with its place.
    pub(super) fn places(&self, facts: &Facts) -> Vec<(usize, Place)> {
        let heads = self.heads.keys();
        heads.filter_map(|head| Some((*head, self.place(facts, *head)?))).collect()
    }

    /// The name that a column gets which goes there, be it along with its parent's.
    pub(super) fn name_of(&self, column: usize) -> Option<&String> {
        self.heads.get(&column).or_else(|| self.heads.get(self.along.get(&column)?))
    }

    /// Where it goes, as a plan shows it.
    pub(super) fn shown(&self, facts: &Facts, head: usize) -> Option<String> {
        let Place { schema, name } = self.place(facts, head)?;
        Some(match schema {
            Some(schema) => QName { schema, name }.to_string(),
            None => ident(&name),
        })
    }

    /// The step that makes the schema that holds the trash.
    pub(super) fn schema(&self, facts: &Facts) -> Option<Step> {
        let moves = |head: &usize| self.place(facts, *head).is_some_and(|p| p.schema.is_some());
        let (kind, statement) = kind::trash();
        let object = kind::TRASH.to_string();
        let any = self.heads.keys().any(moves);
        any.then(|| Step::new(Verb::Create, (kind, object), Some(statement), None))
    }

    /// Statements that bring something to the trash, with those that bring it back.
    pub(super) fn rows(&self, facts: &Facts, head: usize) -> Vec<Row> {
        let Some(to) = self.place(facts, head) else { return Vec::new() };
        let scope = Scope::of(facts, head);
        let (idle, back) = scope.def().idle(&scope).unwrap_or_default();
        let mut rows: Vec<Row> = idle.into_iter().map(|forth| (Some(forth), None)).collect();
        rows.extend(back.into_iter().rev().map(|back| (None, Some(back))));
        for member in self.members.get(&head).into_iter().flatten() {
            if let Some((name, here)) =
                self.names.get(member).zip(Place::of(facts.all[*member].def.as_ref()))
            {
                rows.extend(way(
                    facts,
                    *member,
                    &here,
                    &Place { name: name.clone(), ..here.clone() },
                ));
            }
        }
        if let Some(name) = self.companions.get(&head) {
            rows.extend(companion(facts, head, name));
        }
        if let Some(here) = Place::of(scope.def()) {
            rows.extend(way(facts, head, &here, &to));
        }
        rows
    }

    /// What the trash holds once the drops of `order` are done, in the order in which it can be emptied.
    pub(super) fn items(&self, (facts, actual): (&Facts, &Facts), order: &[usize]) -> Vec<Item> {
        let mut items = Vec::new();
        for &head in order {
            let Some(to) = self.place(facts, head) else { continue };
            let (fact, name) = (&facts.all[head], to.name.clone());
            let there = at(fact.def.as_ref(), &to);
            let scope = Scope::of(facts, head);
            let apart = to.schema.is_some();
            let is_table = apart && there.fate() == Fate::Trashed;
            let item = Item {
                kind: fact.kind(),
                object: actual.name(head),
                name,
                class: apart.then(|| class(there.as_ref(), &scope)),
                target: there.name(&scope),
                probe: there.data_probe(&scope).filter(|_| apart),
            };
            items.push((is_table, item));
        }
        // Tables may depend on each other in circles, by defaults; what else there is they depend on.
        items.sort_by_key(|(is_table, _)| !is_table);
        items.into_iter().map(|(_, item)| item).collect()
    }
}

/// The words before its name in DROP.
fn class(def: &dyn Object, scope: &Scope) -> String {
    let (object, name) = (def.object(scope), def.name(scope));
    object.strip_suffix(&name).unwrap_or(&object).trim_end().to_string()
}

fn own_name(facts: &Facts, fact: usize) -> String {
    Place::of(facts.all[fact].def.as_ref()).map(|place| place.name).unwrap_or_default()
}

/// A name for the trash, which says what it was and in which revision it went.
fn new_name(own: &str, revision: &str, taken: &mut HashSet<String>) -> String {
    let ends = (1..).map(|number| match number {
        1 => format!("_{revision}"),
        n => format!("_{revision}_{n}"),
    });
    free_name(own, ends, taken)
}

/// Renames something, then moves it.
fn way(facts: &Facts, fact: usize, from: &Place, to: &Place) -> Vec<Row> {
    let renamed = Place { name: to.name.clone(), ..from.clone() };
    let scope = Scope::of(facts, fact);
    let ways = [between(&scope, from, &renamed), between(&scope, &renamed, to)];
    ways.into_iter().flat_map(|(statements, undo)| pairs(statements, undo)).collect()
}

/// The same for what comes with it under a name of its own.
fn companion(facts: &Facts, head: usize, name: &str) -> Vec<Row> {
    let mut def = facts.all[head].def.boxed();
    let Some((class, own)) = def.companion() else { return Vec::new() };
    let place = |schema: &str, name: &str| Place {
        schema: Some(schema.to_string()),
        name: name.to_string(),
    };
    let (from, renamed) = (place(&own.schema, &own.name), place(&own.schema, name));
    let to = place(kind::TRASH, name);
    let steps = [(&from, &renamed), (&renamed, &to)];
    let step =
        |(here, there)| pairs(companion_to(class, here, there), companion_to(class, there, here));
    steps.into_iter().flat_map(step).collect()
}

fn pairs(statements: Vec<String>, undo: Vec<String>) -> Vec<Row> {
    let mut undo = undo.into_iter().rev();
    statements.into_iter().map(|s| (Some(s), undo.next())).collect()
}

struct Search<'a> {
    actual: &'a Facts,
    /// Everything that is dropped, to come again or not.
    dropped: BTreeSet<usize>,
    /// What is dropped for good.
    ended: BTreeSet<usize>,
    heads: BTreeSet<usize>,
    /// Those that are there because others need them.
    needed: HashSet<usize>,
    /// What others need and the trash cannot hold.
    kept: HashSet<usize>,
    /// Tables and columns that cannot be parted from others.
    anchored: BTreeSet<usize>,
    /// Columns that are renamed along with a parent's, while their tables stay.
    brought: HashSet<usize>,
    /// In the way of changes, and so not kept.
    parted: BTreeSet<usize>,
}

impl<'a> Search<'a> {
    fn new(changes: &Changes, rebuild: &Rebuild, actual: &'a Facts) -> Search<'a> {
        let ended: BTreeSet<usize> = changes.drop.iter().chain(&rebuild.gone).copied().collect();
        let dropped = ended.iter().chain(rebuild.again.keys()).copied().collect();
        Search {
            actual,
            dropped,
            ended,
            heads: BTreeSet::new(),
            needed: HashSet::new(),
            kept: HashSet::new(),
            anchored: BTreeSet::new(),
            brought: HashSet::new(),
            parted: rebuild.parted.clone(),
        }
    }

    fn fate(&self, fact: usize) -> Fate {
        self.actual.all[fact].def.fate()
    }

    fn is_part(&self, fact: usize) -> bool {
        self.actual.all[fact].entry().part
    }

    /// Tables first; a column goes by itself where its table stays and no parent's column takes it along.
    fn tables_and_columns(&mut self) {
        let trashed: Vec<usize> =
            self.ended.iter().copied().filter(|f| self.fate(*f) == Fate::Trashed).collect();
        let (parts, tables): (Vec<usize>, Vec<usize>) =
            trashed.into_iter().partition(|f| self.is_part(*f));
        self.heads.extend(tables);
        self.release();
        let dropped = self.dropped.clone();
        let going = |fact: usize| dropped.contains(&fact);
        for fact in parts {
            let scope = Scope::of(self.actual, fact).amid(&going);
            let along = self.actual.falls_with(fact).is_some_and(|of| self.dropped.contains(&of));
            if along || self.root(fact).is_some() {
                continue;
            }
            if scope.def().drop(&scope).is_empty() {
                self.brought.insert(fact);
                continue;
            }
            // One that other tables have had too cannot be renamed before it is parted from theirs.
            let idle = scope.def().idle(&scope).filter(|_| scope.def().outlives(&scope).is_empty());
            match idle {
                Some(_) => self.heads.insert(fact),
                None => self.anchored.insert(fact),
            };
        }
    }

    /// Leaves out what is anchored to something that does not go to the trash.
    fn release(&mut self) {
        let anchors: Vec<usize> =
            self.dropped.iter().copied().filter(|f| self.fate(*f) == Fate::Anchored).collect();
        loop {
            let held: Vec<usize> = anchors.iter().copied().filter(|f| self.ties(*f)).collect();
            let held: BTreeSet<usize> = held.into_iter().map(|f| self.whole(f)).collect();
            let held: BTreeSet<usize> = self.heads.intersection(&held).copied().collect();
            if held.is_empty() {
                return;
            }
            self.heads.retain(|head| !held.contains(head));
            self.anchored.extend(held);
        }
    }

    /// What the trash needs goes there too.
    fn needed(&mut self, held: &BTreeSet<usize>) {
        let mut queue: Vec<usize> = Vec::new();
        held.iter().for_each(|fact| self.need(*fact, &mut queue));
        let all: Vec<usize> =
            self.dropped.iter().copied().filter(|f| self.root(*f).is_some()).collect();
        queue.extend(all);
        while let Some(fact) = queue.pop() {
            for &used in &self.actual.uses[fact] {
                self.need(used, &mut queue);
            }
        }
    }

    fn need(&mut self, used: usize, queue: &mut Vec<usize>) {
        if !self.dropped.contains(&used) || self.root(used).is_some() {
            return;
        }
        let up = |f: &usize| self.actual.falls_with(*f).filter(|p| self.dropped.contains(p));
        let Some(whole) = std::iter::successors(Some(used), up).last() else { return };
        let entry = self.actual.all[whole].entry();
        // What holds other objects lets them go; a part of what stays is altered.
        let is_whole = matches!(self.fate(whole), Fate::Dropped | Fate::Along);
        if !entry.takes || entry.part || entry.facet || !is_whole {
            return;
        }
        let scope = Scope::of(self.actual, whole);
        let place = Place::of(scope.def()).and_then(|p| p.schema);
        let stays = scope.def().rename("", &scope).is_empty()
            || scope.def().relocate(kind::TRASH, &scope).is_empty();
        if place.is_none() || stays {
            self.kept.insert(whole);
            return;
        }
        self.heads.insert(whole);
        self.needed.insert(whole);
        self.with_children(whole, queue);
    }

    fn with_children(&self, fact: usize, queue: &mut Vec<usize>) {
        queue.push(fact);
        let children = self.actual.children(fact).iter().filter(|c| self.dropped.contains(c));
        children.for_each(|child| self.with_children(*child, queue));
    }

    /// With what a fact goes to the trash, if it does.
    fn root(&self, fact: usize) -> Option<usize> {
        if self.heads.contains(&fact) {
            return Some(fact);
        }
        let holder = self.actual.falls_with(fact).filter(|p| self.dropped.contains(p))?;
        let root = self.root(holder)?;
        // What ties something to it stays no longer than that does.
        let own = self.actual.parent(fact).filter(|p| *p != holder && self.dropped.contains(p));
        if own.is_some_and(|p| self.actual.all[p].entry().takes && self.root(p).is_none()) {
            return None;
        }
        let stays = match self.fate(fact) {
            _ if self.parted.contains(&fact) => false,
            _ if self.needed.contains(&root) => true,
            Fate::Along | Fate::Trashed => true,
            Fate::WithTable | Fate::Anchored => !self.is_part(root) && !self.ties(fact),
            Fate::Dropped => false,
        };
        stays.then_some(root)
    }

    /// Whether a fact ties its table to one that does not go to the trash.
    fn ties(&self, fact: usize) -> bool {
        let needs = self.actual.needs[fact].iter().map(|n| self.whole(*n));
        let mut tables = needs.filter(|w| self.fate(*w) == Fate::Trashed && !self.is_part(*w));
        tables.any(|table| !self.heads.contains(&table))
    }

    /// The object of a schema that a fact belongs to.
    fn whole(&self, fact: usize) -> usize {
        let up = |f: &usize| self.actual.parent(*f).filter(|p| self.actual.all[*p].entry().takes);
        std::iter::successors(Some(fact), up).last().unwrap_or(fact)
    }
}
