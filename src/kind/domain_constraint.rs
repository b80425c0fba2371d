//! CHECK constraints of domains: <https://www.postgresql.org/docs/current/sql-alterdomain.html>.

use crate::error::Result;
use crate::fact::{
    Definition, Doubt, Fields, Modelled, Own, Part, Risk, Scope, Space, Sql, modelled,
};
use crate::kind::comment::Comment;
use crate::kind::domain::Domain;
use crate::kind::domain::uses::{Holder, holders};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_constraint` with `contypid`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainConstraint {
    pub domain: QName,
    pub name: String,
    pub check: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_valid: bool,
}

impl DomainConstraint {
    fn clause(&self) -> String {
        format!("CONSTRAINT {} CHECK ({})", ident(&self.name), self.check)
    }

    fn add(&self) -> String {
        let validity = if self.not_valid { " NOT VALID" } else { "" };
        format!("ALTER DOMAIN {} ADD {}{validity}", self.domain, self.clause())
    }

    fn remove(&self) -> String {
        format!("ALTER DOMAIN {} DROP CONSTRAINT {}", self.domain, ident(&self.name))
    }

    /// Columns whose values the server checks when it makes this of `from`.
    fn checked(&self, from: Option<&Self>, scope: &Scope) -> Vec<Holder> {
        let known = from.is_some_and(|from| from.check == self.check && !from.not_valid);
        if self.not_valid || known { Vec::new() } else { holders(scope, &self.domain) }
    }
}

impl Definition for DomainConstraint {
    const KIND: &'static str = "domain constraint";
    const ABOUT: &'static str = "checks, NOT VALID";
    const CHANGES: &'static str = "validated in place; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/domain_constraint.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER DOMAIN", "COMMENT"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        let domain = self.domain.clone();
        to.sql(Sql::DomainExpression { of: domain }, &mut self.check)?;
        to.part(Part::DomainConstraint, &self.domain, &mut self.name)?;
        to.object(Space::Type, &mut self.domain)
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::DomainCheck {
            domain: self.domain.clone(),
            check: modelled::Check {
                name: self.name.clone(),
                expression: self.check.clone(),
                no_inherit: false,
                not_enforced: false,
                not_valid: self.not_valid,
            },
        })
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn rename(&self, new: &str, _scope: &Scope) -> Vec<String> {
        let (old, new) = (ident(&self.name), ident(new));
        vec![format!("ALTER DOMAIN {} RENAME CONSTRAINT {old} TO {new}", self.domain)]
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{}.{}", self.domain, ident(&self.name))
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("CONSTRAINT {} ON DOMAIN {}", ident(&self.name), self.domain)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.add()])
    }

    /// CREATE DOMAIN takes no constraints that are not valid.
    fn inline(&self, _scope: &Scope) -> Option<String> {
        (!self.not_valid).then(|| self.clause())
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![self.remove()]
    }

    /// The server takes no constraint's validity away: it is made again, with its comment.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        if self.check != from.check {
            return None;
        }
        Some(match (from.not_valid, self.not_valid) {
            (true, false) => {
                let name = ident(&self.name);
                vec![format!("ALTER DOMAIN {} VALIDATE CONSTRAINT {name}", self.domain)]
            }
            (false, true) => {
                let comments = scope.children::<Comment>().into_iter();
                let again = comments.map(|c| c.on(&Definition::object(self, scope)));
                [self.remove(), self.add()].into_iter().chain(again).collect()
            }
            _ => Vec::new(),
        })
    }

    fn risks(&self, from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        self.checked(from, scope).iter().map(Holder::scan).collect()
    }

    fn doubts(&self, from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        let domain = scope.parent().and_then(|d| d.facts.all[d.fact].get::<Domain>());
        let Some(domain) = domain else { return Vec::new() };
        let doubt = |holder: Holder| match holder.is_plain() {
            true => Doubt {
                each: None,
                problem: format!(
                    "values of {} violate constraint {} of domain {}",
                    holder.label(),
                    ident(&self.name),
                    self.domain
                ),
                query: holder.values(&domain.base, &format!("NOT ({})", self.check)),
            },
            false => holder.unchecked(&self.domain),
        };
        self.checked(from, scope).into_iter().map(doubt).collect()
    }

    fn bars(&self, scope: &Scope) -> Vec<Doubt> {
        let mut holders = self.checked(None, scope);
        holders.retain(|holder| !holder.is_plain());
        holders.iter().map(|holder| holder.unchecked(&self.domain)).collect()
    }
}
