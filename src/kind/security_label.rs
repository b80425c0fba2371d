//! Security labels: <https://www.postgresql.org/docs/current/sql-security-label.html>. Each belongs to the fact at its
//! address, and to a provider, a library that says what labels mean and which ones it takes.

use crate::error::Result;
use crate::fact::{Definition, Fields, Scope};
use crate::pg::quote::{ident, literal};
use serde::{Deserialize, Serialize};

/// A row of `pg_seclabel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecurityLabel {
    pub provider: String,
    pub label: String,
}

impl SecurityLabel {
    fn statement(&self, scope: &Scope, label: &str) -> String {
        let (provider, object) = (ident(&self.provider), Definition::object(self, scope));
        format!("SECURITY LABEL FOR {provider} ON {object} IS {label}")
    }
}

impl Definition for SecurityLabel {
    const KIND: &'static str = "security label";
    const ABOUT: &'static str = "of schemas, relations, columns, types, routines, languages, event triggers and publications; of a provider that is not loaded in the target: left out, with a WARNING";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/security_label.sql");
    const COMMANDS: &'static [&'static str] = &["SECURITY LABEL"];
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_seclabel");
    const FACET: bool = true;
    /// A provider may label whatever is made.
    const BESTOWED: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.provider(&self.provider)
    }

    fn name(&self, scope: &Scope) -> String {
        let object = scope.parent().map(|p| p.facts.label(p.fact)).unwrap_or_default();
        format!("{} on {object}", ident(&self.provider))
    }

    /// The phrase of what it is about.
    fn object(&self, scope: &Scope) -> String {
        scope.parent_object()
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement(scope, &literal(&self.label))])
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        vec![self.statement(scope, "NULL")]
    }

    fn alter(&self, _from: &Self, scope: &Scope) -> Option<Vec<String>> {
        Some(vec![self.statement(scope, &literal(&self.label))])
    }
}
