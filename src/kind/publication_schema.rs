//! Schemas that publications list: <https://www.postgresql.org/docs/current/sql-alterpublication.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Scope, Space};
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_publication_namespace`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicationSchema {
    pub publication: String,
    pub schema: String,
}

impl PublicationSchema {
    fn change(&self, verb: &str) -> Vec<String> {
        let (publication, schema) = (ident(&self.publication), ident(&self.schema));
        vec![format!("ALTER PUBLICATION {publication} {verb} TABLES IN SCHEMA {schema}")]
    }
}

impl Definition for PublicationSchema {
    const KIND: &'static str = "publication schema";
    const ABOUT: &'static str = "schemas that a publication lists";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/publication_schema.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_publication");
    const COMMANDS: &'static [&'static str] = &["ALTER PUBLICATION"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.global(Space::Publication, &mut self.publication)?;
        to.schema(&mut self.schema)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} {}", ident(&self.publication), ident(&self.schema))
    }

    /// As messages name it: it has no phrase of its own.
    fn object(&self, scope: &Scope) -> String {
        format!("PUBLICATION SCHEMA {}", Definition::name(self, scope))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(self.change("ADD"))
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        self.change("DROP")
    }
}
