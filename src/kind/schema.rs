//! Schemas: <https://www.postgresql.org/docs/current/sql-createschema.html>. One that is there
//! already, as `public` is in each database, is used as it is.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope};
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_namespace`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    pub name: String,
}

/// The schema that holds what was dropped under the rule `"drops": "trash"`, until it is purged.
pub const TRASH: &str = "schemig_trash";

/// The kind and the statement of that schema's step.
pub fn trash() -> (&'static str, String) {
    (Schema::KIND, format!("CREATE SCHEMA IF NOT EXISTS {TRASH}"))
}

impl Definition for Schema {
    const KIND: &'static str = "schema";
    const ABOUT: &'static str = "name; one that exists is used and never dropped";
    const CHANGES: &'static str = "renamed, where the whole database is followed";
    const QUERY: &'static str = include_str!("../../sql/catalog/schema.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE SCHEMA", "ALTER SCHEMA", "DROP SCHEMA"];
    const SHARED: bool = true;
    const TAKES: bool = false;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.schema(&mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("SCHEMA {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("CREATE {}", self.object(scope))])
    }
}
