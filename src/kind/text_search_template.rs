//! Text search templates: <https://www.postgresql.org/docs/current/sql-createtstemplate.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;

use serde::{Deserialize, Serialize};

/// A row of `pg_ts_template`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextSearchTemplate {
    pub name: QName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub init: Option<QName>,
    pub lexize: QName,
}

impl Definition for TextSearchTemplate {
    const KIND: &'static str = "text search template";
    const ABOUT: &'static str = "functions";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/text_search_template.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_ts_template WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE TEXT SEARCH TEMPLATE", "ALTER TEXT SEARCH TEMPLATE", "DROP TEXT SEARCH TEMPLATE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for function in self.init.iter_mut().chain([&mut self.lexize]) {
            to.object(Space::Routine, function)?;
        }
        to.object(Space::TextSearch, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TEXT SEARCH TEMPLATE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let init = self.init.iter().map(|function| format!("INIT = {function}"));
        let options: Vec<String> = init.chain([format!("LEXIZE = {}", self.lexize)]).collect();
        Ok(vec![format!("CREATE {} ({})", self.object(scope), options.join(", "))])
    }
}
