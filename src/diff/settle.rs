//! How facts that differ become what they shall be: altered in place, or dropped and made anew.

use super::end::WORDS;
use super::{Alteration, Changes, Differing, Disturbs, Sides, contrast};
use crate::error::Result;
use crate::fact::{Exposed, Facts, Object, Scope, Use};

/// The name that a type has while its columns get the new one.
const SPARE: &str = "schemig_old";

/// Decides for each fact that differs; `ahead` are the target's facts under the names that they get.
pub fn settle(sides: &Sides, ahead: &Facts, changes: &mut Changes) -> Result<()> {
    let differ = std::mem::take(&mut changes.differ);
    let given = Given { sides, ahead, differ: &differ };
    for it in &differ {
        match given.alteration(it, changes)? {
            Some(alteration) => {
                changes.replace.extend(it.recorded.is_none().then_some(it.fact));
                changes.alter.push(alteration);
            }
            None if sides.desired.all[it.fact].entry().shared => {
                let (was, is) = (&sides.actual.all[it.actual].def, &sides.desired.all[it.fact].def);
                let difference = contrast(&was.json()?, &is.json()?, WORDS);
                changes.changed.push((sides.desired.label(it.fact), difference));
            }
            None => {
                changes.replace.extend(it.recorded.is_none().then_some(it.fact));
                changes.rename.retain(|r| r.fact != it.fact);
                changes.drop.push(it.actual);
                changes.create.push(it.fact);
            }
        }
    }
    Ok(())
}

struct Given<'a> {
    sides: &'a Sides<'a>,
    ahead: &'a Facts,
    differ: &'a [Differing],
}

impl Given<'_> {
    /// Statements that make a desired fact of what is there in place, and back.
    fn alteration(&self, it: &Differing, changes: &Changes) -> Result<Option<Alteration>> {
        let desired = self.sides.desired;
        let (new, old) = (Scope::of(desired, it.fact), Scope::of(self.ahead, it.actual));
        let (def, scope) = (&desired.all[it.fact].def, new.since(self.ahead, it.actual));
        let (from, back) = (&self.ahead.all[it.actual].def, old.since(desired, it.fact));
        let done = |statements, undo, disturbs| Alteration {
            fact: it.fact,
            actual: it.actual,
            statements,
            undo,
            disturbs,
            back: Disturbs::Nothing,
        };
        let fresh = self.uses_new_label(it, changes)?;
        let forth = def.alter(from.as_ref(), &scope).filter(|_| !fresh);
        let back = from.alter(def.as_ref(), &back);
        let readers = match def.disturbs(from.as_ref()) || from.disturbs(def.as_ref()) {
            true => Disturbs::Readers,
            false => Disturbs::Nothing,
        };
        if let (Some(_), Some(_)) = (&forth, &back) {
            return Ok(forth.map(|forth| done(forth, back, readers)));
        }
        let columns = self.columns_of_type(it.actual);
        let uses: Vec<Use> = columns.iter().filter_map(|c| self.use_of(*c)).collect();
        let remakes = !columns.is_empty() || fresh;
        let remake =
            |new: &dyn Object, old: &dyn Object| new.remake(old, &uses, SPARE).filter(|_| remakes);
        Ok(match forth {
            Some(forth) => match remake(from.as_ref(), def.as_ref()) {
                Some(back) => {
                    let back = done(forth, Some(back), readers);
                    Some(Alteration { back: Disturbs::All(columns), ..back })
                }
                None => Some(done(forth, None, readers)),
            },
            None => remake(def.as_ref(), from.as_ref())
                .zip(remake(from.as_ref(), def.as_ref()))
                .map(|(forth, back)| done(forth, Some(back), Disturbs::All(columns))),
        })
    }

    /// Columns of tables whose values are of a type and stay so.
    fn columns_of_type(&self, actual: usize) -> Vec<usize> {
        let leaves = |column: usize| {
            let differing = self.differ.iter().find(|d| d.actual == column);
            differing.is_some_and(|d| {
                let new = self.sides.desired.all[d.fact].def.exposes();
                new != self.ahead.all[column].def.exposes()
            })
        };
        let of_type = |c: usize| {
            self.ahead.uses[c].contains(&actual)
                && self.use_of(c).is_some()
                && self.ahead.all[c].def.data_probe(&Scope::of(self.ahead, c)).is_some()
                && !leaves(c)
        };
        (0..self.ahead.all.len()).filter(|c| of_type(*c)).collect()
    }

    fn use_of(&self, column: usize) -> Option<Use> {
        match self.ahead.all[column].def.exposes()? {
            Exposed::Column { of, name, type_name } => {
                Some(Use { table: of, column: name, type_text: type_name })
            }
            _ => None,
        }
    }

    /// Whether something that is made or altered needs a label that the server would only have let others
    /// use in a later transaction.
    fn uses_new_label(&self, it: &Differing, changes: &Changes) -> Result<bool> {
        let desired = self.sides.desired;
        let (mut new, mut old) =
            (desired.all[it.fact].def.boxed(), self.ahead.all[it.actual].def.boxed());
        let had: Vec<String> = old.inner().into_iter().map(|(_, label)| label.clone()).collect();
        let added: Vec<String> = new
            .inner()
            .into_iter()
            .map(|(_, label)| label.clone())
            .filter(|label| !had.contains(label))
            .filter_map(|label| serde_json::to_string(&label).ok())
            .collect();
        if added.is_empty() {
            return Ok(false);
        }
        let made = changes.create.iter().copied().chain(self.differ.iter().map(|d| d.fact));
        for fact in made.filter(|f| desired.needs[*f].contains(&it.fact)) {
            let text = unquoted(&desired.all[fact].def.json()?);
            if added.iter().any(|label| text.contains(&unquoted(label))) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A text without the marks that quotations add and double, at whatever depth: a label is found in it
/// however it is written there.
fn unquoted(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect()
}
