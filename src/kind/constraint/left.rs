//! Checks that a table has from parents. Where it parts with these they become its own by that, and what ties it to the
//! parents again makes them inherited; where one that has it stays, a check of its own becomes one with that.

use super::{Constraint, Rule};
use crate::error::Result;
use crate::fact::Scope;
use crate::kind::inheritance::{all_parents, inherit_check};
use crate::kind::table::Table;
use crate::model::QName;
use crate::pg::quote::ident;
use crate::pg::spi;

/// Checks that tables only inherit, each with a parent that has it.
const INHERITED: &str = "SELECT cn.nspname::pg_catalog.text, c.relname::pg_catalog.text, k.conname::pg_catalog.text,
            pg_catalog.pg_get_expr(k.conbin, k.conrelid), n.nspname::pg_catalog.text, p.relname::pg_catalog.text
       FROM pg_catalog.pg_constraint k
       JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND NOT c.relispartition
       JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
       JOIN pg_catalog.pg_inherits h ON h.inhrelid = k.conrelid
       JOIN pg_catalog.pg_constraint u ON u.conrelid = h.inhparent AND u.conname = k.conname AND u.contype = 'c'
       JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
       JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
      WHERE k.contype = 'c' AND NOT k.conislocal AND p.relkind = 'r'";

/// Where a table of the target has a check from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// It has it not, or as its own.
    Itself,
    /// From parents, and these ties end.
    Left,
    /// From parents of which one stays.
    Parent,
}

impl Constraint {
    /// Where the target's table has it from.
    pub(super) fn whence(&self, scope: &Scope) -> Result<From> {
        let Rule::Check(check) = &self.rule else { return Ok(From::Itself) };
        let Some(table) = scope.parent() else { return Ok(From::Itself) };
        let rows = spi::kept(INHERITED)?;
        let own = [&self.relation.schema, &self.relation.name, &self.name, &check.expression];
        let is_own = |row: &&spi::Row| own.iter().enumerate().all(|(i, text)| row.text(i) == *text);
        let parents: Vec<QName> = rows
            .iter()
            .filter(is_own)
            .map(|row| QName { schema: row.text(4).into(), name: row.text(5).into() })
            .collect();
        let stay = all_parents(&table);
        let is = |place: &Scope, name: &QName| {
            place.def().as_any().downcast_ref::<Table>().is_some_and(|t| t.name == *name)
        };
        // A check that goes from the parent goes from the table as well, as long as they are tied.
        let parted = |name: &QName| {
            let mut tables = scope.facts.each::<Table>();
            !stay.iter().any(|place| is(place, name))
                && tables
                    .find(|(_, table)| table.name == *name)
                    .is_none_or(|(fact, _)| self.is_in(&scope.at(fact)))
        };
        Ok(match parents.is_empty() {
            true => From::Itself,
            false if parents.iter().all(parted) => From::Left,
            false
                if parents.iter().any(|name| stay.iter().any(|p| is(p, name) && self.is_in(p))) =>
            {
                From::Parent
            }
            false => From::Itself,
        })
    }

    /// Whether the target's table has it from parents already, whatever becomes of that. An error is told by the
    /// statements that make it, which every plan asks for.
    pub(super) fn is_there(&self, scope: &Scope) -> bool {
        self.whence(scope).is_ok_and(|from| from != From::Itself)
    }

    /// The statements of [`crate::fact::Definition::drop`]. A partition's constraint that is also the partitioned
    /// table's cannot be dropped by itself: it went along with that.
    pub(super) fn dropped(&self, scope: &Scope) -> Vec<String> {
        match self.whence(scope) {
            Ok(From::Left) => return Vec::new(),
            Ok(From::Parent) => return vec![inherit_check(&self.relation, &self.name)],
            _ => {}
        }
        let maybe = if super::in_partition(scope) { "IF EXISTS " } else { "" };
        vec![format!("ALTER TABLE {} DROP CONSTRAINT {maybe}{}", self.relation, ident(&self.name))]
    }

    /// Whether a table has the check, be it from a parent.
    fn is_in(&self, table: &Scope) -> bool {
        let own = table.children::<Constraint>();
        own.iter().any(|c| c.name == self.name) || all_parents(table).iter().any(|p| self.is_in(p))
    }
}
