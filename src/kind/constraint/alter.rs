//! What the server changes of a constraint in place.

use super::{Constraint, Rule, has_from_parent};
use crate::fact::Scope;
use crate::kind::index::{Element, Place, Storage};
use crate::model::QName;
use crate::pg::quote::ident;
use crate::pg::settings::MAJOR;

impl Constraint {
    /// The index of the same name.
    pub(in crate::kind) fn index(&self) -> QName {
        QName { schema: self.relation.schema.clone(), name: self.name.clone() }
    }

    pub(in crate::kind) fn storage(&self) -> Option<&Storage> {
        match &self.rule {
            Rule::PrimaryKey(keys) | Rule::Unique(keys) => Some(&keys.storage),
            Rule::Exclusion(it) => Some(&it.storage),
            Rule::Check(_) | Rule::ForeignKey(_) => None,
        }
    }

    fn elements(&self) -> Vec<&Element> {
        match &self.rule {
            Rule::Exclusion(it) => it.elements.iter().map(|e| &e.element).collect(),
            _ => Vec::new(),
        }
    }

    /// The same without what its index can be told later.
    pub(super) fn bare(&self) -> Constraint {
        let mut bare = self.clone();
        match &mut bare.rule {
            Rule::PrimaryKey(keys) | Rule::Unique(keys) => keys.storage = Storage::default(),
            Rule::Exclusion(it) => {
                it.storage = Storage::default();
                it.elements.iter_mut().for_each(|e| e.element.statistics = None);
            }
            Rule::Check(_) | Rule::ForeignKey(_) => {}
        }
        bare
    }

    /// The statements of [`crate::fact::Definition::alter`].
    pub(super) fn alteration(&self, from: &Constraint, scope: &Scope) -> Option<Vec<String>> {
        if let (Some(storage), Some(old)) = (self.storage(), from.storage()) {
            if self.bare() != from.bare() {
                return None;
            }
            let place = Place {
                index: &self.index(),
                relation: &self.relation,
                partitioned: self.partitioned,
            };
            return storage.since(old, (&self.elements(), &from.elements()), place, scope);
        }
        let kept = Constraint {
            deferrable: from.deferrable,
            deferred: from.deferred,
            not_valid: from.not_valid,
            not_enforced: from.not_enforced,
            ..self.clone()
        };
        (kept == *from).then(|| self.alter_checked(from, scope)).flatten()
    }

    /// Of a check or a foreign key, how and whether it is checked.
    fn alter_checked(&self, from: &Constraint, scope: &Scope) -> Option<Vec<String>> {
        let foreign = matches!(self.rule, Rule::ForeignKey(_));
        let name = ident(&self.name);
        let mut statements = Vec::new();
        let mut words = String::new();
        if (self.deferrable, self.deferred) != (from.deferrable, from.deferred) {
            words += match (self.deferrable, self.deferred) {
                (false, _) => " NOT DEFERRABLE",
                (true, false) => " DEFERRABLE INITIALLY IMMEDIATE",
                (true, true) => " DEFERRABLE INITIALLY DEFERRED",
            };
        }
        if self.not_enforced != from.not_enforced {
            if MAJOR < 18 || !foreign {
                return None;
            }
            words += if self.not_enforced { " NOT ENFORCED" } else { " ENFORCED" };
        }
        // A constraint that becomes enforced is checked then.
        let validated = from.not_enforced && !self.not_enforced;
        if self.not_valid && (!from.not_valid || validated) {
            return self.again(scope);
        }
        if !words.is_empty() && !foreign {
            return None;
        }
        if !words.is_empty() {
            statements
                .push(format!("ALTER TABLE {} ALTER CONSTRAINT {name}{words}", self.relation));
        }
        if from.not_valid && !self.not_valid && !self.not_enforced {
            statements.push(format!("ALTER TABLE {} VALIDATE CONSTRAINT {name}", self.relation));
        }
        Some(statements)
    }

    /// Nothing makes a constraint unproven but another one in its place; what is said of it is said again.
    /// That of a parent takes those of its children along.
    fn again(&self, scope: &Scope) -> Option<Vec<String>> {
        if matches!(self.rule, Rule::Check(_)) && has_from_parent(scope) {
            return Some(Vec::new());
        }
        let (table, name) = (&self.relation, ident(&self.name));
        let mut statements =
            vec![format!("ALTER TABLE {table} DROP CONSTRAINT {name}, ADD {}", self.clause())];
        for &child in scope.facts.children(scope.fact) {
            let said = scope.at(child);
            statements.extend(said.def().create(&said).ok()?);
        }
        Some(statements)
    }
}
