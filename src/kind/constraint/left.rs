//! Checks that a table has from parents. Where it parts with these they become its own by that, and what ties it to the
//! parents again makes them inherited; where one that has it stays, a check of its own becomes one with that.

use super::{Constraint, Rule};
use crate::error::Result;
use crate::fact::Scope;
use crate::kind::inheritance::{Inheritance, all_parents, inherit_check};
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
            Err(_) | Ok(From::Itself) => {}
        }
        if self.is_parents_too(scope) {
            return vec![inherit_check(&self.relation, &self.name)];
        }
        let maybe = if super::in_partition(scope) { "IF EXISTS " } else { "" };
        vec![format!("ALTER TABLE {} DROP CONSTRAINT {maybe}{}", self.relation, ident(&self.name))]
    }

    /// Ties to parents that have the check too, and hand it down.
    fn ties_above<'a>(&self, table: &Scope<'a>) -> impl Iterator<Item = (Scope<'a>, Scope<'a>)> {
        let ends = |tie: Scope<'a>| Inheritance::ends(&tie).into_iter().map(move |end| (tie, end));
        let own = table.fact;
        let ties = table.each::<Inheritance>().flat_map(ends);
        ties.filter(move |(_, parent)| parent.fact != own && self.is_in(parent))
    }

    /// What [`crate::fact::Definition::outlives`] says.
    pub(super) fn ties(&self, scope: &Scope) -> Vec<usize> {
        let table = scope.parent().filter(|_| matches!(self.rule, Rule::Check(_)));
        let ties = table.map(|table| self.ties_above(&table).map(|(tie, _)| tie.fact).collect());
        ties.unwrap_or_default()
    }

    /// Whether it is one with that of a parent, and tied to it still when it is dropped.
    fn is_parents_too(&self, scope: &Scope) -> bool {
        let table = scope.parent().filter(|_| matches!(self.rule, Rule::Check(_)));
        table.is_some_and(|table| self.stays_above(&table))
    }

    /// Whether a table has the check from a parent for good.
    fn stays_above(&self, table: &Scope) -> bool {
        self.ties_above(table).filter(|(tie, _)| tie.stays()).any(|(_, parent)| {
            let mut own = parent.each::<Constraint>();
            own.any(|it| it.stays() && self.is_same(&it)) || self.stays_above(&parent)
        })
    }

    /// Whether a constraint is a check of its name that heirs get.
    fn is_same(&self, scope: &Scope) -> bool {
        let it: Option<&Constraint> = scope.def().as_any().downcast_ref();
        it.is_some_and(|it| match &it.rule {
            Rule::Check(check) => it.name == self.name && !check.no_inherit,
            _ => false,
        })
    }

    /// Whether a table has the check, be it from a parent.
    fn is_in(&self, table: &Scope) -> bool {
        table.each::<Constraint>().any(|it| self.is_same(&it))
            || all_parents(table).iter().any(|p| self.is_in(p))
    }
}
