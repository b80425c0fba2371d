//! Enumerated types: <https://www.postgresql.org/docs/current/datatype-enum.html>.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;
use crate::pg::quote::literal;
use serde::{Deserialize, Serialize};

/// A row of `pg_type` with its `pg_enum` rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enumeration {
    pub name: QName,
    /// In sort order.
    pub labels: Vec<String>,
}

impl Definition for Enumeration {
    const KIND: &'static str = "enum";
    const QUERY: &'static str = include_str!("../../sql/catalog/enumeration.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE TYPE", "ALTER TYPE", "DROP TYPE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Type, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TYPE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let labels: Vec<String> = self.labels.iter().map(|l| literal(l)).collect();
        Ok(vec![format!("CREATE {} AS ENUM ({})", self.object(scope), labels.join(", "))])
    }
}
