//! Columns that servers of other versions do not allow: older ones, newer ones.

use super::Column;
use crate::fact::{Outdated, Scope, Unfit};
use crate::kind::inheritance::all_parents;
use crate::pg::settings::MAJOR;

impl Column {
    pub(super) fn fit_generated(&self) -> Option<Unfit> {
        let is_virtual = self.generated.as_ref().is_some_and(|g| g.r#virtual);
        let unfit = Unfit::Object { what: "virtual generated columns", since: 18 };
        (is_virtual && MAJOR < 18).then_some(unfit)
    }

    /// The columns of the same name of the table's parents.
    pub(super) fn above<'a>(&self, scope: &Scope<'a>) -> Vec<(Scope<'a>, &'a Column)> {
        let tables = scope.parent().map(|table| all_parents(&table)).unwrap_or_default();
        self.in_tables(tables, true).columns
    }

    /// Whether a parent, or a parent's parent, gives NOT NULL on to its children.
    pub(super) fn is_not_null_above(&self, scope: &Scope) -> bool {
        let above = self.above(scope);
        above.iter().any(|(at, c)| (c.not_null && !c.no_inherit) || c.is_not_null_above(at))
    }

    /// What [`crate::fact::Definition::outdated`] says.
    pub(super) fn no_longer(&self, scope: &Scope) -> Option<Outdated<Self>> {
        if !self.of.is_table() {
            return None;
        }
        let plain = || self.above(scope).iter().any(|(_, c)| c.generated.is_none());
        if MAJOR >= 16 && self.generated.is_some() && plain() {
            let what = "a generated column where its parent's column is none";
            return Some(Outdated::Object { what, until: 16 });
        }
        if MAJOR >= 18 && !self.not_null && self.is_not_null_above(scope) {
            let def = Column { not_null: true, ..self.clone() };
            let what = "NULL, where its parent's column is NOT NULL,";
            return Some(Outdated::Instead { def, what, until: 18 });
        }
        None
    }
}
