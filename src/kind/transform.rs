//! Transforms: <https://www.postgresql.org/docs/current/sql-createtransform.html>

use super::routine::Reference;
use crate::error::Result;
use crate::fact::{Definition, Fields, Scope, Space, Sql};
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_transform`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transform {
    #[serde(rename = "type")]
    pub type_name: String,
    pub language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_sql: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_sql: Option<Reference>,
}

impl Definition for Transform {
    const KIND: &'static str = "transform";
    const ABOUT: &'static str = "functions of both ways";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/transform.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_transform WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] = &["CREATE TRANSFORM", "DROP TRANSFORM"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::FixedType, &mut self.type_name)?;
        let mut functions = self.from_sql.iter_mut().chain(&mut self.to_sql);
        functions.try_for_each(|function| function.fields(to))?;
        to.global(Space::Language, &mut self.language)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("FOR {} LANGUAGE {}", self.type_name, ident(&self.language))
    }

    fn object(&self, scope: &Scope) -> String {
        format!("TRANSFORM {}", Definition::name(self, scope))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let ways = [("FROM SQL", &self.from_sql), ("TO SQL", &self.to_sql)];
        let ways = ways.into_iter().filter_map(|(word, f)| f.as_ref().map(|f| (word, f)));
        let ways: Vec<String> = ways.map(|(word, f)| format!("{word} WITH FUNCTION {f}")).collect();
        Ok(vec![format!("CREATE {} ({})", self.object(scope), ways.join(", "))])
    }
}
