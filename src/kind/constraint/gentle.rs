//! Constraints made without a lock that keeps others from rows for long.

use super::{Constraint, Keys, Rule};
use crate::fact::{Gentle, Scope};
use crate::kind::index::{build, including, with};
use crate::pg::quote::{ident, idents};

impl Constraint {
    pub(super) fn gentle(&self, scope: &Scope) -> Option<Gentle> {
        match &self.rule {
            Rule::Check(_) => self.validated(scope),
            Rule::ForeignKey(_) if !self.partitioned => self.validated(scope),
            Rule::PrimaryKey(keys) if !self.partitioned => self.over("PRIMARY KEY", keys),
            Rule::Unique(keys) if !self.partitioned => self.over("UNIQUE", keys),
            _ => None,
        }
    }

    /// New rows are checked at once, and the old ones under a lock that lets others write.
    fn validated(&self, scope: &Scope) -> Option<Gentle> {
        if self.not_valid || self.not_enforced || self.is_there(scope) {
            return None;
        }
        let loose = Constraint { not_valid: true, ..self.clone() };
        let (table, name) = (&self.relation, ident(&self.name));
        Some(Gentle::Parts(vec![
            format!("ALTER TABLE {table} ADD {}", loose.clause()),
            format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"),
        ]))
    }

    /// The index is there first. <https://www.postgresql.org/docs/current/sql-altertable.html>: no index with
    /// WITHOUT OVERLAPS can become a constraint.
    fn over(&self, word: &str, keys: &Keys) -> Option<Gentle> {
        if keys.period {
            return None;
        }
        let mut rest = format!("ON {} ({})", self.relation, idents(&keys.columns));
        rest += &including(&keys.include);
        if keys.nulls_not_distinct {
            rest += " NULLS NOT DISTINCT";
        }
        rest += &with(&keys.storage.options);
        if let Some(tablespace) = &keys.storage.tablespace {
            rest += &format!(" TABLESPACE {}", ident(tablespace));
        }
        let name = ident(&self.name);
        let when = match (self.deferrable, self.deferred) {
            (_, true) => " DEFERRABLE INITIALLY DEFERRED",
            (true, false) => " DEFERRABLE",
            (false, false) => "",
        };
        let add = format!(
            "ALTER TABLE {} ADD CONSTRAINT {name} {word} USING INDEX {name}{when}",
            self.relation
        );
        Some(Gentle::Online(build(&self.index(), true, &rest, vec![add])))
    }
}
