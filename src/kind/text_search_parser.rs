//! Text search parsers: <https://www.postgresql.org/docs/current/sql-createtsparser.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;

use serde::{Deserialize, Serialize};

/// A row of `pg_ts_parser`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextSearchParser {
    pub name: QName,
    pub start: QName,
    pub token: QName,
    pub end: QName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<QName>,
    pub lextypes: QName,
}

impl Definition for TextSearchParser {
    const KIND: &'static str = "text search parser";
    const ABOUT: &'static str = "functions";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/text_search_parser.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_ts_parser WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE TEXT SEARCH PARSER", "ALTER TEXT SEARCH PARSER", "DROP TEXT SEARCH PARSER"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        let functions = [&mut self.start, &mut self.token, &mut self.end, &mut self.lextypes];
        for function in functions.into_iter().chain(&mut self.headline) {
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
        format!("TEXT SEARCH PARSER {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut options = vec![
            format!("START = {}", self.start),
            format!("GETTOKEN = {}", self.token),
            format!("END = {}", self.end),
        ];
        options.extend(self.headline.iter().map(|function| format!("HEADLINE = {function}")));
        options.push(format!("LEXTYPES = {}", self.lextypes));
        Ok(vec![format!("CREATE {} ({})", self.object(scope), options.join(", "))])
    }
}
