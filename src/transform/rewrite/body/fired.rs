//! What PL/pgSQL tells a trigger function of the relation that it runs for:
//! <https://www.postgresql.org/docs/current/plpgsql-trigger.html>

use super::inside::Inside;
use crate::fact::Space;
use crate::model::QName;
use crate::transform::rewrite::Trigger;

/// A variable that says by which trigger, and for which relation, a function runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transform::rewrite) enum Fired {
    Trigger,
    Relation,
    Schema,
}

impl Inside<'_> {
    /// What a variable of the server's own says.
    pub(in crate::transform::rewrite) fn fired(&self, name: &str) -> Option<Fired> {
        if !self.is_plpgsql || self.variable_of(name).is_some() {
            return None;
        }
        match name {
            "tg_name" => Some(Fired::Trigger),
            "tg_table_name" | "tg_relname" => Some(Fired::Relation),
            "tg_table_schema" => Some(Fired::Schema),
            _ => None,
        }
    }

    /// What a constant becomes that is compared with it: certain where the function's own triggers say so, all alike.
    pub(in crate::transform::rewrite) fn fired_on(&self, fired: Fired, text: &str) -> String {
        let new = |of: &QName| self.names.relation(&of.schema, &of.name);
        let said = |it: &Trigger| match fired {
            Fired::Trigger => (it.name.clone(), self.names.trigger(&it.of, &it.name)),
            Fired::Relation => (it.of.name.clone(), new(&it.of).name),
            Fired::Schema => (it.of.schema.clone(), new(&it.of).schema),
        };
        let all = self.names.triggers(self.of);
        let mut own = all.iter().map(said).filter(|(old, _)| old == text).map(|(_, new)| new);
        let changes = || match fired {
            // By this name it would never run.
            Fired::Trigger => false,
            Fired::Relation => {
                let named = self.names.find(Space::Relation, text);
                named.iter().any(|of| new(of).name != text)
            }
            Fired::Schema => self.names.schema(text) != text,
        };
        let first = own.next();
        match first {
            Some(first) if own.all(|new| new == first) => return first,
            None if !changes() => {}
            _ => drop(self.doubts.borrow_mut().insert(text.to_owned())),
        }
        text.to_owned()
    }
}
