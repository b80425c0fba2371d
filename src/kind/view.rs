//! Views.
//!
//! <https://www.postgresql.org/docs/current/sql-createview.html>. Column names are always listed, so that they
//! are what the columns' facts say, whatever the query calls them.

use super::index::with;
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql};
use crate::model::QName;
use serde::{Deserialize, Serialize};

/// A view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub view: QName,
    /// Options as `name=value`, other than the check option.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_option: Option<CheckOption>,
    /// As `pg_get_viewdef` prints it, without the semicolon.
    pub query: String,
}

/// Which rows may be written through a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOption {
    Local,
    Cascaded,
}

/// ` (a, b)`: the columns of the view that a scope is at; nothing when it has none.
pub(super) fn columns(scope: &Scope) -> String {
    let facts = &scope.facts.all;
    let mut parts: Vec<usize> = scope.facts.children(scope.fact).to_vec();
    parts.retain(|c| facts[*c].entry().part);
    parts.sort_by_key(|c| facts[*c].at.2);
    let names: Vec<String> =
        parts.into_iter().filter_map(|c| facts[c].def.inline(&scope.at(c))).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

impl Definition for View {
    const KIND: &'static str = "view";
    const QUERY: &'static str = include_str!("../../sql/catalog/view.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE VIEW", "ALTER VIEW", "DROP VIEW"];
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
        format!("VIEW {}", self.view)
    }

    /// The server's own query would keep old names as aliases.
    fn follow(&self, from: &Self, scope: &Scope) -> Result<Vec<String>> {
        if self.query == from.query {
            return Ok(Vec::new());
        }
        // A query that was read back has the names of the view's columns.
        let is_desired = scope.def().as_any().downcast_ref() == Some(self);
        let columns = if is_desired { columns(scope) } else { String::new() };
        Ok(vec![self.statement("CREATE OR REPLACE", &columns)])
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement("CREATE", &columns(scope))])
    }
}

impl View {
    fn statement(&self, command: &str, columns: &str) -> String {
        let check = match self.check_option {
            None => "",
            Some(CheckOption::Local) => "\n  WITH LOCAL CHECK OPTION",
            Some(CheckOption::Cascaded) => "\n  WITH CASCADED CHECK OPTION",
        };
        let (view, options, query) = (&self.view, with(&self.options), &self.query);
        format!("{command} VIEW {view}{columns}{options} AS\n{query}{check}")
    }
}
