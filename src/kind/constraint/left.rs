//! Checks that a table has from parents that it parts with: they become its own by that, and what ties it to the parents
//! again makes them inherited.

use super::{Constraint, Rule};
use crate::fact::Scope;
use crate::kind::inheritance::all_parents;
use crate::kind::table::Table;
use crate::model::QName;
use crate::pg::spi;

/// Parents that have the check which a table only inherits.
const PARENTS: &str = "SELECT n.nspname::pg_catalog.text, p.relname::pg_catalog.text
       FROM pg_catalog.pg_constraint k
       JOIN pg_catalog.pg_inherits h ON h.inhrelid = k.conrelid
       JOIN pg_catalog.pg_constraint u ON u.conrelid = h.inhparent AND u.conname = k.conname AND u.contype = 'c'
       JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
       JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
      WHERE k.conrelid = pg_catalog.to_regclass($1) AND k.conname = $2 AND k.contype = 'c'
        AND NOT k.conislocal AND p.relkind = 'r' AND pg_catalog.pg_get_expr(k.conbin, k.conrelid) = $3";

impl Constraint {
    /// Whether the target's table has it from parents, and these ties end.
    pub(super) fn is_left(&self, scope: &Scope) -> bool {
        let Rule::Check(check) = &self.rule else { return false };
        let Some(table) = scope.parent() else { return false };
        let given = [&self.relation.to_string(), &self.name, &check.expression];
        let rows = spi::query(PARENTS, &given.map(|text| Some(text.as_str())));
        let name = |row: spi::Row| QName { schema: row.text(0).into(), name: row.text(1).into() };
        let parents: Vec<QName> = rows.into_iter().flatten().map(name).collect();
        let stay = all_parents(&table);
        let is = |place: &Scope, name: &QName| {
            place.def().as_any().downcast_ref::<Table>().is_some_and(|t| t.name == *name)
        };
        // A check that goes from the parent goes from the table as well, as long as they are tied.
        let parted = |name: &QName| {
            let mut tables = (0..scope.facts.all.len()).map(|fact| scope.at(fact));
            !stay.iter().any(|place| is(place, name))
                && tables.find(|place| is(place, name)).is_none_or(|p| self.is_in(&p))
        };
        !parents.is_empty() && parents.iter().all(parted)
    }

    /// Whether a table has the check, be it from a parent.
    fn is_in(&self, table: &Scope) -> bool {
        let own = table.children::<Constraint>();
        own.iter().any(|c| c.name == self.name) || all_parents(table).iter().any(|p| self.is_in(p))
    }
}
