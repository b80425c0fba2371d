//! Access methods: <https://www.postgresql.org/docs/current/sql-create-access-method.html>. The server renames none.

use crate::error::Result;
use crate::fact::{Definition, Fields, Scope, Space, word};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_am`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessMethod {
    pub name: String,
    /// `INDEX` or `TABLE`.
    #[serde(rename = "type")]
    #[serde(deserialize_with = "word::given")]
    pub of: String,
    pub handler: QName,
}

impl Definition for AccessMethod {
    const KIND: &'static str = "access method";
    const ABOUT: &'static str = "of tables and indexes, handler";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/access_method.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_am WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] = &["CREATE ACCESS METHOD", "DROP ACCESS METHOD"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Routine, &mut self.handler)
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("ACCESS METHOD {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("CREATE {} TYPE {} HANDLER {}", self.object(scope), self.of, self.handler)])
    }
}
