//! Text search dictionaries: <https://www.postgresql.org/docs/current/sql-createtsdictionary.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;
use crate::pg::alone;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// A row of `pg_ts_dict`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextSearchDictionary {
    pub name: QName,
    pub template: QName,
    /// As CREATE takes them.
    #[serde(default, deserialize_with = "options", skip_serializing_if = "Option::is_none")]
    pub options: Option<String>,
}

/// What stands in the statement as it is must be options and nothing else.
fn options<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    alone::options(&text).map_err(|e| D::Error::custom(e.message))?;
    Ok(Some(text))
}

impl Definition for TextSearchDictionary {
    const KIND: &'static str = "text search dictionary";
    const ABOUT: &'static str = "template, options";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/text_search_dictionary.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_ts_dict WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] = &[
        "CREATE TEXT SEARCH DICTIONARY",
        "ALTER TEXT SEARCH DICTIONARY",
        "DROP TEXT SEARCH DICTIONARY",
    ];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::TextSearch, &mut self.template)?;
        to.object(Space::TextSearch, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TEXT SEARCH DICTIONARY {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let template = format!("TEMPLATE = {}", self.template);
        let options: Vec<&str> =
            [template.as_str()].into_iter().chain(self.options.as_deref()).collect();
        Ok(vec![format!("CREATE {} ({})", self.object(scope), options.join(", "))])
    }
}
