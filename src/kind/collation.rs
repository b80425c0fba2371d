//! Collations: <https://www.postgresql.org/docs/current/sql-createcollation.html>. The version that a provider reported is
//! not carried: pg_dump leaves it out as well, but for pg_upgrade.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Unfit, word};
use crate::model::QName;
use crate::pg::quote::literal;
use crate::pg::settings::MAJOR;
use serde::{Deserialize, Serialize};

/// A row of `pg_collation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collation {
    pub name: QName,
    /// `libc`, `icu` or `builtin`.
    #[serde(deserialize_with = "word::given")]
    pub provider: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nondeterministic: bool,
    /// Of all providers but libc.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// `LC_COLLATE` and `LC_CTYPE` of libc.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collate: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ctype: Option<String>,
    /// Rules of ICU on top of the locale's; from 16 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
}

impl Definition for Collation {
    const KIND: &'static str = "collation";
    const ABOUT: &'static str = "provider, locale, determinism, rules";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/collation.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_collation WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE COLLATION", "ALTER COLLATION", "DROP COLLATION"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Collation, &mut self.name)
    }

    fn fit(&mut self) -> Vec<Unfit> {
        let wants = [
            (self.provider == "builtin", "the builtin provider", 17),
            (self.rules.is_some(), "rules of collations", 16),
        ];
        let unfit = wants.into_iter().filter(|(wanted, _, since)| *wanted && MAJOR < *since);
        unfit.map(|(_, what, since)| Unfit::Object { what, since }).collect()
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("COLLATION {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut options = vec![format!("provider = {}", self.provider)];
        if self.nondeterministic {
            options.push("deterministic = false".to_string());
        }
        let texts = [
            ("locale", &self.locale),
            ("lc_collate", &self.collate),
            ("lc_ctype", &self.ctype),
            ("rules", &self.rules),
        ];
        let texts = texts.into_iter().filter_map(|(name, text)| text.as_ref().map(|t| (name, t)));
        options.extend(texts.map(|(name, text)| format!("{name} = {}", literal(text))));
        Ok(vec![format!("CREATE {} ({})", self.object(scope), options.join(", "))])
    }
}
