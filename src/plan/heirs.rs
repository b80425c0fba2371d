//! Tables that are tied to others: they must have all columns of those before that, also those that come from there and
//! those that are in the trash.

use super::order::{Node, heir};
use super::rename::at;
use super::steps::Both;
use super::{Planner, Step, Verb};
use crate::diff::Changes;
use crate::error::Result;
use crate::fact::{Facts, Laid, Place, Scope};
use crate::model::QName;
use crate::transform::elsewhere::Elsewhere;
use crate::transform::names;
use hashbrown::{HashMap, HashSet};

/// A column in the trash: its name there, and its position in `actual`.
type Trashed = (String, usize);

/// What must be there before tables are tied to others.
#[derive(Default)]
pub(super) struct Heirs {
    /// Columns in the trash of tables that are here, by position in `actual`.
    columns: HashMap<usize, Vec<Trashed>>,
    /// The target's facts under the names that they have when all is in the trash.
    laid: Facts,
    /// Tables with those that they have been attached to so far: positions in `desired`.
    tied: HashMap<usize, Vec<usize>>,
}

impl Heirs {
    pub(super) fn find(planner: &Planner, changes: &Changes) -> Result<Heirs> {
        let ties = changes.create.iter().any(|fact| tie(planner, *fact).is_some());
        let columns = if ties { planner.columns_in_trash() } else { HashMap::new() };
        if columns.is_empty() {
            return Ok(Heirs::default());
        }
        let ahead = planner.given.ahead;
        let mut places = Elsewhere::default();
        for (head, place) in planner.given.trash.places(ahead) {
            let def = ahead.all[head].def.as_ref();
            places.rename(def, at(def, &place).as_ref())?;
        }
        Ok(Heirs { columns, laid: names::under(ahead, &places, true)?, tied: HashMap::new() })
    }

    /// Steps that come before a table is attached to another one.
    pub(super) fn before(&mut self, planner: &Planner, node: Node, both: &Both) -> Vec<Step> {
        if node.verb != Verb::Create {
            return Vec::new();
        }
        let Some((table, name, parent)) = tie(planner, node.fact) else { return Vec::new() };
        // One that is made as an heir has all that its parents have.
        if Both::of(&both.done, node).is_empty() {
            self.tied.entry(table).or_default().push(parent);
            return Vec::new();
        }
        let there = planner.changes.there.get(&table).copied();
        let mut own: HashSet<String> = there.map(|t| planner.names_in(t)).unwrap_or_default();
        own.extend(self.of(planner, table).into_iter().map(|(name, _)| name));
        let missing = self.of(planner, parent).into_iter().filter(|(name, _)| !own.contains(name));
        let lay = |(column, fact): Trashed| {
            let scope = Scope::of(&self.laid, fact);
            let Laid { add, drop, .. } = scope.def().lay(Some((&column, &name)), &scope)?;
            // A new one goes as a whole.
            Some(planner.step(node, Some(add), there.map(|_| drop)))
        };
        let trashed: Vec<Step> = missing.filter_map(lay).collect();
        self.tied.entry(table).or_default().push(parent);
        let come = |column: &usize| {
            let scope = Scope::of(planner.given.desired, *column);
            let Laid { add, drop, loss } = scope.def().lay(None, &scope)?;
            let node = Node { verb: Verb::Create, fact: *column };
            Some(Step { undo_probe: loss, ..planner.step(node, Some(add), Some(drop)) })
        };
        let given = planner.given_by((table, parent), both);
        given.iter().filter_map(come).chain(trashed).collect()
    }

    /// Columns in the trash that a table has by now, be they from those that it has been attached to.
    fn of(&self, planner: &Planner, table: usize) -> Vec<Trashed> {
        let mut all: Vec<Trashed> = Vec::new();
        let mut seen = HashSet::new();
        let mut up = vec![table];
        while let Some(table) = up.pop() {
            if !seen.insert(table) {
                continue;
            }
            let own = planner.changes.there.get(&table).and_then(|there| self.columns.get(there));
            for column in own.into_iter().flatten() {
                if !all.iter().any(|(name, _)| *name == column.0) {
                    all.push(column.clone());
                }
            }
            up.extend(self.tied.get(&table).into_iter().flatten());
        }
        all
    }
}

/// The table that a fact attaches to another one, its name, and that other.
fn tie(planner: &Planner, fact: usize) -> Option<(usize, QName, usize)> {
    let desired = planner.given.desired;
    let (_, of, parent) = heir(desired, fact)?;
    let table = desired.parent(fact)?;
    let named = |need: &&usize| desired.name(**need) == parent.to_string();
    let parent = desired.needs[fact].iter().filter(|need| **need != table).find(named)?;
    Some((table, of, *parent))
}

impl Planner<'_> {
    /// New parts of a table of the target that come from another one, which has had them before.
    fn given_by(&self, (table, parent): (usize, usize), both: &Both) -> Vec<usize> {
        let desired = self.given.desired;
        let there = |fact: &usize| self.changes.there.contains_key(fact);
        if !there(&table) {
            return Vec::new();
        }
        let own = |fact: usize| Place::of(desired.all[fact].def.as_ref()).map(|own| own.name);
        let parts = |of: usize| {
            desired.children(of).iter().copied().filter(|c| desired.all[*c].entry().part)
        };
        let had: HashSet<String> = parts(parent).filter(there).filter_map(own).collect();
        let comes = |part: &usize| {
            !there(part)
                && Both::of(&both.done, Node { verb: Verb::Create, fact: *part }).is_empty()
                && own(*part).is_some_and(|name| had.contains(&name))
        };
        parts(table).filter(comes).collect()
    }

    /// Parts of tables that stay, which are in the trash or go there.
    fn columns_in_trash(&self) -> HashMap<usize, Vec<Trashed>> {
        let (actual, trash) = (self.given.actual, self.given.trash);
        let mut all: HashMap<usize, Vec<Trashed>> = HashMap::new();
        for (column, fact) in actual.all.iter().enumerate().filter(|(_, f)| f.entry().part) {
            let name = match trash.is_earlier(column) {
                true => Place::of(fact.def.as_ref()).map(|own| own.name),
                false => trash.name_of(column).cloned(),
            };
            if let (Some(name), Some(table)) = (name, actual.parent(column)) {
                all.entry(table).or_default().push((name, column));
            }
        }
        all
    }

    /// Names of the parts of a table of the target, also those that go to the trash.
    fn names_in(&self, table: usize) -> HashSet<String> {
        let (actual, trash) = (self.given.actual, self.given.trash);
        let parts = actual.children(table).iter().filter(|c| actual.all[**c].entry().part);
        let name = |part: &usize| {
            let own = Place::of(actual.all[*part].def.as_ref()).map(|own| own.name);
            trash.name_of(*part).cloned().or(own)
        };
        parts.filter_map(name).collect()
    }
}
