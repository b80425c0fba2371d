//! CHECK constraints of domains: <https://www.postgresql.org/docs/current/sql-alterdomain.html>.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Part, Scope, Space, Sql};
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
}

impl Definition for DomainConstraint {
    const KIND: &'static str = "domain constraint";
    const QUERY: &'static str = include_str!("../../sql/catalog/domain_constraint.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER DOMAIN"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        let domain = self.domain.clone();
        to.sql(Sql::DomainExpression { of: domain }, &mut self.check)?;
        to.part(Part::DomainConstraint, &self.domain, &mut self.name)?;
        to.object(Space::Type, &mut self.domain)
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
        let validity = if self.not_valid { " NOT VALID" } else { "" };
        Ok(vec![format!("ALTER DOMAIN {} ADD {}{validity}", self.domain, self.clause())])
    }

    /// CREATE DOMAIN takes no constraints that are not valid.
    fn inline(&self, _scope: &Scope) -> Option<String> {
        (!self.not_valid).then(|| self.clause())
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![format!("ALTER DOMAIN {} DROP CONSTRAINT {}", self.domain, ident(&self.name))]
    }
}
