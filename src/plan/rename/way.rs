//! What steps aside before anything is renamed: it has a name that something of an earlier turn gets, and would give it up
//! too late. The index of a constraint whose name a table gets, the sequence of an identity whose name another one gets.

use super::{Move, Renames};
use crate::diff::Renaming;
use crate::error::Result;
use crate::fact::Space;
use crate::model::QName;
use hashbrown::HashMap;

/// Names in the namespaces of schemas, each with the first turn in which something gets it.
type Wanted = HashMap<(Space, QName), usize>;

impl Renames<'_> {
    pub(super) fn make_way(&mut self, renames: &[&Renaming], moves: &mut [Move]) -> Result<()> {
        let wanted = self.wanted(moves)?;
        let schemas: HashMap<String, String> =
            moves.iter().filter(|m| m.turn == 0).map(Move::names).collect();
        let there: HashMap<usize, usize> = renames.iter().map(|r| (r.fact, r.actual)).collect();
        let (actual, desired) = (self.planner.given.actual, self.planner.given.desired);
        for it in moves.iter_mut().filter(|m| m.turn > 1) {
            let Some(&there) = there.get(&it.fact) else { continue };
            let held = actual.occupies(there)?;
            let is_wanted = |(space, name): &(Space, QName)| {
                let with_schema = schemas.get(&name.schema).unwrap_or(&name.schema).clone();
                let mut places = [Some(with_schema), desired.schema(it.fact)].into_iter().flatten();
                places.any(|schema| {
                    let name = QName { schema, name: name.name.clone() };
                    wanted.get(&(*space, name)).is_some_and(|turn| *turn < it.turn)
                })
            };
            if !held.iter().any(is_wanted) {
                continue;
            }
            let name = self.temporary_name();
            let steps = self.planner.step_aside(there, &name);
            if !steps.is_empty() {
                self.steps.extend(steps);
                it.from.name = name;
                held.iter().for_each(|(_, name)| {
                    self.taken.remove(name);
                });
            }
        }
        Ok(())
    }

    fn wanted(&self, moves: &[Move]) -> Result<Wanted> {
        let mut wanted = Wanted::new();
        for it in moves.iter().filter(|m| m.turn > 0 && m.from != m.to) {
            let names = match (&it.companion, &it.to.schema) {
                (Some(_), Some(schema)) => {
                    let name = QName { schema: schema.clone(), name: it.to.name.clone() };
                    vec![(Space::Type, name)]
                }
                _ => self.planner.given.desired.occupies(it.fact)?,
            };
            for (space, name) in names {
                // It is in its new schema before it has its new name.
                let on_the_way = QName { name: it.from.name.clone(), ..name.clone() };
                for name in [name, on_the_way] {
                    let turn = wanted.entry((space, name)).or_insert(it.turn);
                    *turn = it.turn.min(*turn);
                }
            }
        }
        Ok(wanted)
    }
}
