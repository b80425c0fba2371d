//! Conversions between encodings: <https://www.postgresql.org/docs/current/sql-createconversion.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;
use crate::pg::quote::literal;
use serde::{Deserialize, Serialize};

/// A row of `pg_conversion`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversion {
    pub name: QName,
    /// Names of encodings.
    pub r#for: String,
    pub to: String,
    pub function: QName,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
}

impl Definition for Conversion {
    const KIND: &'static str = "conversion";
    const ABOUT: &'static str = "encodings, function, default";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/conversion.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_conversion WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE CONVERSION", "ALTER CONVERSION", "DROP CONVERSION"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Routine, &mut self.function)?;
        to.object(Space::Conversion, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("CONVERSION {}", self.name)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        let default = if self.default { "DEFAULT " } else { "" };
        let (from, to) = (literal(&self.r#for), literal(&self.to));
        let (name, function) = (&self.name, &self.function);
        Ok(vec![format!("CREATE {default}CONVERSION {name} FOR {from} TO {to} FROM {function}")])
    }
}
