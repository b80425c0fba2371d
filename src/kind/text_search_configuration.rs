//! Text search configurations: <https://www.postgresql.org/docs/current/sql-createtsconfig.html>,
//! <https://www.postgresql.org/docs/current/sql-altertsconfig.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_ts_config`, with its rows of `pg_ts_config_map`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextSearchConfiguration {
    pub name: QName,
    pub parser: QName,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<Mapping>,
}

/// Which dictionaries a sort of token goes through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    pub token: String,
    pub dictionaries: Vec<QName>,
}

impl TextSearchConfiguration {
    fn map(&self, verb: &str, mapping: &Mapping, scope: &Scope) -> String {
        let list: Vec<String> = mapping.dictionaries.iter().map(QName::to_string).collect();
        let (object, token) = (self.object(scope), ident(&mapping.token));
        format!("ALTER {object} {verb} MAPPING FOR {token} WITH {}", list.join(", "))
    }
}

impl Definition for TextSearchConfiguration {
    const KIND: &'static str = "text search configuration";
    const ABOUT: &'static str = "parser, mappings of tokens to dictionaries";
    const CHANGES: &'static str = "in place: mappings; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/text_search_configuration.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_ts_config WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] = &[
        "CREATE TEXT SEARCH CONFIGURATION",
        "ALTER TEXT SEARCH CONFIGURATION",
        "DROP TEXT SEARCH CONFIGURATION",
    ];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::TextSearch, &mut self.parser)?;
        for dictionary in self.mappings.iter_mut().flat_map(|m| &mut m.dictionaries) {
            to.object(Space::TextSearch, dictionary)?;
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
        format!("TEXT SEARCH CONFIGURATION {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let create = format!("CREATE {} (PARSER = {})", self.object(scope), self.parser);
        let mappings = self.mappings.iter().map(|mapping| self.map("ADD", mapping, scope));
        Ok([create].into_iter().chain(mappings).collect())
    }

    /// The mappings.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        if self.parser != from.parser {
            return None;
        }
        let of = |list: &[Mapping], token: &str| list.iter().find(|m| m.token == token).cloned();
        let gone = from.mappings.iter().filter(|m| of(&self.mappings, &m.token).is_none());
        let drop = |mapping: &Mapping| {
            format!("ALTER {} DROP MAPPING FOR {}", self.object(scope), ident(&mapping.token))
        };
        let mut statements: Vec<String> = gone.map(drop).collect();
        for mapping in &self.mappings {
            match of(&from.mappings, &mapping.token) {
                None => statements.push(self.map("ADD", mapping, scope)),
                Some(old) if old != *mapping => statements.push(self.map("ALTER", mapping, scope)),
                Some(_) => {}
            }
        }
        Some(statements)
    }
}
