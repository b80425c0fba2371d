//! Foreign servers: <https://www.postgresql.org/docs/current/sql-createserver.html>. One that is there before is used as it
//! is, be it the one over which the source is reached.

use super::foreign_data_wrapper::{ForeignOption, options, options_since};
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::pg::quote::{ident, literal};
use serde::{Deserialize, Serialize};

/// A row of `pg_foreign_server`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Server {
    pub name: String,
    pub wrapper: String,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ForeignOption>,
}

impl Definition for Server {
    const KIND: &'static str = "server";
    const ABOUT: &'static str =
        "wrapper, type, version, options but for secrets; one that exists is used";
    const CHANGES: &'static str = "in place: version, options; else an error";
    const QUERY: &'static str = include_str!("../../sql/catalog/server.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_foreign_server");
    const COMMANDS: &'static [&'static str] = &["CREATE SERVER", "ALTER SERVER", "DROP SERVER"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;
    const SHARED: bool = true;
    const TAKES: bool = false;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.global(Space::ForeignDataWrapper, &mut self.wrapper)?;
        to.global(Space::Server, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("SERVER {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let sort = self.sort.as_ref().map(|t| format!(" TYPE {}", literal(t)));
        let version = self.version.as_ref().map(|v| format!(" VERSION {}", literal(v)));
        Ok(vec![format!(
            "CREATE {}{}{} FOREIGN DATA WRAPPER {}{}",
            self.object(scope),
            sort.unwrap_or_default(),
            version.unwrap_or_default(),
            ident(&self.wrapper),
            options(&self.options)
        )])
    }

    /// Version and options; a version is not taken away.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let named = (&self.wrapper, &self.sort) == (&from.wrapper, &from.sort);
        if !named || (self.version.is_none() && from.version.is_some()) {
            return None;
        }
        let version = self.version.as_ref().filter(|_| self.version != from.version);
        let version = version.map(|v| format!(" VERSION {}", literal(v))).unwrap_or_default();
        let options = options_since(&self.options, &from.options);
        let changed = !version.is_empty() || !options.is_empty();
        let statement = format!("ALTER {}{version}{options}", self.object(scope));
        Some(changed.then_some(statement).into_iter().collect())
    }
}
