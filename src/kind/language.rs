//! Procedural languages: <https://www.postgresql.org/docs/current/sql-createlanguage.html>. Those of extensions come with
//! them.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_language`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Language {
    pub name: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trusted: bool,
    pub handler: QName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inline: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validator: Option<QName>,
}

impl Definition for Language {
    const KIND: &'static str = "language";
    const ABOUT: &'static str = "handler, inline handler, validator, trusted; those that extensions bring come with the extension";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/language.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_language WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE LANGUAGE", "ALTER LANGUAGE", "DROP LANGUAGE"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        let others = self.inline.iter_mut().chain(&mut self.validator);
        for function in [&mut self.handler].into_iter().chain(others) {
            to.object(Space::Routine, function)?;
        }
        to.global(Space::Language, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("LANGUAGE {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let trusted = if self.trusted { "TRUSTED " } else { "" };
        let mut sql = format!("CREATE {trusted}{} HANDLER {}", self.object(scope), self.handler);
        if let Some(inline) = &self.inline {
            sql += &format!(" INLINE {inline}");
        }
        if let Some(validator) = &self.validator {
            sql += &format!(" VALIDATOR {validator}");
        }
        Ok(vec![sql])
    }
}
