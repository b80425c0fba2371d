//! What happens to one fact, and why.

use super::renames::own;
use super::thing::{Becomes, Change, Course, Pair};
use crate::diff::{Recorded, brief};
use crate::error::Result;
use crate::fact::{Drawn, Object};

impl Course<'_> {
    /// Nothing where only what it refers to has another name.
    pub(super) fn change(&self, pair: &Pair) -> Result<Option<Change>> {
        let (old, new) = (pair.old.map(|i| self.old[i]), pair.new.map(|i| self.new[i]));
        let (it, becomes, what, why) = match (old, new) {
            (None, Some((it, def))) if it.adopted => {
                let why = "it was here already; only the record is new".to_string();
                (it, Becomes::Adopted, told(def), why)
            }
            (None, Some((it, def))) => {
                (it, Becomes::Created, told(def), self.or_rules("new in the source"))
            }
            (Some((it, _)), None) => {
                let becomes = if it.kept { Becomes::Left } else { Becomes::Dropped };
                (it, becomes, String::new(), self.gone(it))
            }
            (Some(old), Some(new)) => {
                let Some((becomes, what)) = self.altered(old.1, new.1, old.0)? else {
                    return Ok(None);
                };
                (new.0, becomes, what, self.why(old.0, new.0)?)
            }
            (None, None) => return Ok(None),
        };
        let (kind, name) = (it.kind.to_string(), it.name.clone());
        Ok(Some(Change { becomes, kind, name, what, why }))
    }

    fn altered(
        &self,
        old: &dyn Object,
        new: &dyn Object,
        was: &Recorded,
    ) -> Result<Option<(Becomes, String)>> {
        let only_names = self.renames.only_here(old, new)?;
        let told = if only_names { String::new() } else { brief(&old.json()?, &new.json()?) };
        Ok(match (own(old) == own(new), only_names) {
            (true, true) => None,
            (true, false) => Some((Becomes::Changed, told)),
            (false, _) => {
                // The name is told already.
                let rest = told.split(", ").filter(|it| !it.is_empty() && !it.starts_with("name "));
                let all: Vec<String> = [format!("was {}", was.name)]
                    .into_iter()
                    .chain(rest.map(str::to_string))
                    .collect();
                Some((Becomes::Renamed, all.join(", ")))
            }
        })
    }

    /// What may have come or gone for either reason.
    fn or_rules(&self, text: &str) -> String {
        match self.other_rules {
            true => format!("{text}, or the rules have changed"),
            false => text.to_string(),
        }
    }

    fn gone(&self, it: &Recorded) -> String {
        match (it.lost, it.kept) {
            (true, _) => "gone here already, by other means than an upgrade".to_string(),
            (_, true) => format!(
                "{}; the rule \"drops\" leaves it here",
                self.or_rules("gone from the source")
            ),
            _ => self.or_rules("gone from the source"),
        }
    }

    fn why(&self, was: &Recorded, is: &Recorded) -> Result<String> {
        let (old, new) = (was.source.as_ref(), is.source.as_ref());
        let why = if self.found.contains(&is.id) {
            "it was here already, and is made what the source has".to_string()
        } else if old.same(new) && was.source_name == is.source_name {
            match (self.other_rules, &is.rule) {
                (true, Some(rule)) => format!("the rules have changed: {rule}"),
                (true, None) => "the rules have changed: none names it now".to_string(),
                (false, _) => "it follows from other changes".to_string(),
            }
        } else if self.renames.only_source(old, new)? {
            "renamed in the source".to_string()
        } else {
            "changed in the source".to_string()
        };
        Ok(match is.drifted {
            true => format!("{why}; it differed here from the record, which is left so"),
            false => why,
        })
    }
}

/// What there is to say of something new in a word.
fn told(def: &dyn Object) -> String {
    match def.drawn() {
        Some(Drawn::Column { type_name, not_null, .. }) => {
            format!("{type_name}{}", if not_null { ", not null" } else { "" })
        }
        _ => String::new(),
    }
}
