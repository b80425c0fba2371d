//! Casts: <https://www.postgresql.org/docs/current/sql-createcast.html>

use super::routine::Reference;
use crate::error::Result;
use crate::fact::{Definition, Fields, Scope, Sql, word};
use serde::{Deserialize, Serialize};

/// A row of `pg_cast`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cast {
    pub source: String,
    pub target: String,
    /// Without, values are alike in binary form, or go by way of text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<Reference>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inout: bool,
    /// `ASSIGNMENT` or `IMPLICIT`, where it is made without being asked for.
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
}

impl Definition for Cast {
    const KIND: &'static str = "cast";
    const ABOUT: &'static str = "function, binary or in/out, context";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/cast.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_cast WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] = &["CREATE CAST", "DROP CAST"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::FixedType, &mut self.source)?;
        to.sql(Sql::FixedType, &mut self.target)?;
        self.function.as_mut().map_or(Ok(()), |function| function.fields(to))
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("({} AS {})", self.source, self.target)
    }

    fn object(&self, scope: &Scope) -> String {
        format!("CAST {}", Definition::name(self, scope))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let way = match &self.function {
            Some(function) => format!("WITH FUNCTION {function}"),
            None if self.inout => "WITH INOUT".to_string(),
            None => "WITHOUT FUNCTION".to_string(),
        };
        let context = self.context.as_ref().map(|c| format!(" AS {c}")).unwrap_or_default();
        Ok(vec![format!("CREATE {} {way}{context}", self.object(scope))])
    }
}
