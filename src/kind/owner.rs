//! Owners of objects: `ALTER ... OWNER TO`,
//! <https://www.postgresql.org/docs/current/ddl-priv.html>. Read only under the rule `owner`.

use crate::error::Result;
use crate::fact::{Definition, Fields, RoleRule, Scope};
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// Who owns a schema, relation, type, routine or another object of a schema.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Owner {
    pub role: String,
    /// A sequence that belongs to a column: it always has the table's owner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub linked: bool,
}

/// Being linked is the sequence's business: it comes and goes with what the sequence belongs to.
impl PartialEq for Owner {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role
    }
}

impl Owner {
    fn set(&self, scope: &Scope) -> Vec<String> {
        vec![format!("ALTER {} OWNER TO {}", self.object(scope), ident(&self.role))]
    }
}

impl Definition for Owner {
    const KIND: &'static str = "owner";
    const ABOUT: &'static str = "of schemas, relations, types, routines and whatever else has one";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/owner.sql");
    const COMMANDS: &'static [&'static str] = &[
        "ALTER AGGREGATE",
        "ALTER COLLATION",
        "ALTER CONVERSION",
        "ALTER DOMAIN",
        "ALTER EVENT TRIGGER",
        "ALTER FOREIGN DATA WRAPPER",
        "ALTER FOREIGN TABLE",
        "ALTER FUNCTION",
        "ALTER LANGUAGE",
        "ALTER MATERIALIZED VIEW",
        "ALTER OPERATOR",
        "ALTER OPERATOR CLASS",
        "ALTER OPERATOR FAMILY",
        "ALTER PROCEDURE",
        "ALTER PUBLICATION",
        "ALTER SCHEMA",
        "ALTER SEQUENCE",
        "ALTER SERVER",
        "ALTER STATISTICS",
        "ALTER TABLE",
        "ALTER TEXT SEARCH CONFIGURATION",
        "ALTER TEXT SEARCH DICTIONARY",
        "ALTER TYPE",
        "ALTER VIEW",
    ];
    const FACET: bool = true;
    const OPTIONAL: bool = true;
    const RULE: Option<RoleRule> = Some(RoleRule::Owner);

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.owner(&mut self.role)
    }

    fn name(&self, scope: &Scope) -> String {
        let object = scope.parent().map(|p| p.facts.label(p.fact)).unwrap_or_default();
        format!("of {object}")
    }

    /// The phrase of what it describes.
    fn object(&self, scope: &Scope) -> String {
        scope.parent_object()
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(self.set(scope))
    }

    /// There is always an owner.
    fn drop(&self, _scope: &Scope) -> Vec<String> {
        Vec::new()
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let along = self.linked && from.linked;
        Some(if along || self.role == from.role { Vec::new() } else { self.set(scope) })
    }
}
