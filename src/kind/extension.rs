//! Extensions: <https://www.postgresql.org/docs/current/sql-createextension.html>. As in `pg_dump`,
//! the version is the target's default one and no part of the definition; members belong to the
//! extension and are no facts.

use crate::error::{Error, Result};
use crate::fact::{Definition, Fields, Own, Scope};
use crate::kind::comment::Comment;
use crate::pg::quote::{ident, literal};
use pgrx::PgSqlErrorCode;
use serde::{Deserialize, Serialize};

/// A row of `pg_extension`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    pub name: String,
    /// Where its members are; none where the extension's control file says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
}

impl Definition for Extension {
    const KIND: &'static str = "extension";
    const ABOUT: &'static str = "one that a followed object needs, or that is in a followed schema; the target's default version";
    const CHANGES: &'static str = "moved to the schema that the rules say, where the server can";
    const QUERY: &'static str = include_str!("../../sql/catalog/extension.sql");
    const COMMANDS: &'static [&'static str] =
        &["CREATE EXTENSION", "ALTER EXTENSION", "COMMENT", "DROP EXTENSION"];
    const ON_DEMAND: bool = true;
    const SHARED: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        self.schema.as_mut().map_or(Ok(()), |schema| to.schema(schema))
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Some(Own { schema: self.schema.as_mut(), name: &mut self.name })
    }

    /// The server renames none.
    fn rename(&self, _new: &str, _scope: &Scope) -> Vec<String> {
        Vec::new()
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("EXTENSION {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let place = match &self.schema {
            Some(schema) => format!(" WITH SCHEMA {}", ident(schema)),
            None => String::new(),
        };
        Ok(vec![format!("CREATE {}{place}", self.object(scope))])
    }

    /// CREATE EXTENSION sets the control file's comment, also where the source has removed it.
    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        if scope.children::<Comment>().is_empty() {
            return Ok(vec![format!("COMMENT ON {} IS NULL", self.object(scope))]);
        }
        Ok(Vec::new())
    }

    fn demands(&self, scope: &Scope) -> Vec<(String, Error)> {
        let mut demands = vec![(
            format!(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = {})",
                literal(&self.name)
            ),
            Error::new(
                PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
                format!("extension \"{}\" is not available", self.name),
            )
            .detail("The source has it, and this server has no control file of that name.")
            .hint("Install the extension's files on the host of this server."),
        )];
        if let (Some(schema), None) = (&self.schema, scope.parent()) {
            demands.push((
                format!(
                    "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {})",
                    literal(schema)
                ),
                Error::new(
                    PgSqlErrorCode::ERRCODE_INVALID_SCHEMA_NAME,
                    format!("schema \"{schema}\" does not exist"),
                )
                .detail(format!(
                    "The source has extension \"{}\" in that schema, which is not followed.",
                    self.name
                ))
                .hint("Create the schema or the extension here, or follow that schema too."),
            ));
        }
        demands
    }

    /// Only configuration tables hold rows that CREATE EXTENSION does not bring back.
    fn data_probe(&self, _scope: &Scope) -> Option<String> {
        Some(format!(
            "SELECT 'rows of its configuration tables' WHERE EXISTS (SELECT FROM pg_catalog.pg_extension e \
             CROSS JOIN LATERAL pg_catalog.unnest(e.extconfig) AS t(oid) \
             JOIN pg_catalog.pg_class c ON c.oid = t.oid \
             WHERE e.extname = {} AND c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) > 0)",
            literal(&self.name)
        ))
    }
}
