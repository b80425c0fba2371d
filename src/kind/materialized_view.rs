//! Materialized views, made empty; `contents` fills them.
//!
//! <https://www.postgresql.org/docs/current/sql-creatematerializedview.html>.

use super::index::with;
use super::view::columns;
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A materialized view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaterializedView {
    pub view: QName,
    /// The table access method.
    pub method: String,
    /// Storage parameters as `name=value`, those of the TOAST table as `toast.name=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Where it is not the database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// Where it is neither the default nor an index, whose own mark that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica_identity: Option<ReplicaIdentity>,
    /// Extensions that it depends on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// As `pg_get_viewdef` prints it, without the semicolon.
    pub query: String,
}

/// What identifies a row for logical replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentity {
    Nothing,
    Full,
}

impl Definition for MaterializedView {
    const KIND: &'static str = "materialized view";
    const QUERY: &'static str = include_str!("../../sql/catalog/materialized_view.sql");
    const COMMANDS: &'static [&'static str] = &[
        "CREATE MATERIALIZED VIEW",
        "ALTER MATERIALIZED VIEW",
        "ALTER TABLE",
        "DROP MATERIALIZED VIEW",
    ];
    const CHOSEN: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::Query { view: self.view.clone() }, &mut self.query)?;
        to.object(Space::Relation, &mut self.view)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.view)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.view.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("MATERIALIZED VIEW {}", self.view)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut sql = format!("CREATE MATERIALIZED VIEW {}{}", self.view, columns(scope));
        // Steps run under `default_table_access_method = heap`.
        if self.method != "heap" {
            sql += &format!(" USING {}", ident(&self.method));
        }
        sql += &with(&self.options);
        if let Some(tablespace) = &self.tablespace {
            sql += &format!(" TABLESPACE {}", ident(tablespace));
        }
        Ok(vec![format!("{sql} AS\n{}\n  WITH NO DATA", self.query)])
    }

    fn settle(&self, _scope: &Scope) -> Result<Vec<String>> {
        let identity = self.replica_identity.map(|identity| {
            let word = match identity {
                ReplicaIdentity::Nothing => "NOTHING",
                ReplicaIdentity::Full => "FULL",
            };
            // The server has this for materialized views under ALTER TABLE only by its manual.
            format!("ALTER TABLE ONLY {} REPLICA IDENTITY {word}", self.view)
        });
        let extensions = self.extensions.iter().map(|extension| {
            format!(
                "ALTER MATERIALIZED VIEW {} DEPENDS ON EXTENSION {}",
                self.view,
                ident(extension)
            )
        });
        Ok(identity.into_iter().chain(extensions).collect())
    }
}
