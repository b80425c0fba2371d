//! Publications: <https://www.postgresql.org/docs/current/sql-createpublication.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Unfit};
use crate::pg::quote::{ident, literal};
use crate::pg::settings::MAJOR;
use serde::{Deserialize, Serialize};

/// A row of `pg_publication`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    pub name: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_tables: bool,
    /// `insert, update, delete, truncate`, or some of them.
    pub publish: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub via_root: bool,
    /// Stored generated columns are published: from 18 on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub generated: bool,
}

impl Publication {
    fn settings(&self) -> String {
        let mut settings = vec![format!("publish = {}", literal(&self.publish))];
        if self.via_root {
            settings.push("publish_via_partition_root = true".to_string());
        }
        if self.generated {
            settings.push("publish_generated_columns = stored".to_string());
        }
        settings.join(", ")
    }
}

impl Definition for Publication {
    const KIND: &'static str = "publication";
    const ABOUT: &'static str = "all tables or some, operations, partition root";
    const CHANGES: &'static str = "in place, but for all tables";
    const QUERY: &'static str = include_str!("../../sql/catalog/publication.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_publication");
    const COMMANDS: &'static [&'static str] =
        &["CREATE PUBLICATION", "ALTER PUBLICATION", "DROP PUBLICATION"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.global(Space::Publication, &mut self.name)
    }

    fn fit(&mut self) -> Vec<Unfit> {
        let lost = MAJOR < 18 && std::mem::take(&mut self.generated);
        lost.then_some(Unfit::Aspect { what: "publish_generated_columns", since: 18 })
            .into_iter()
            .collect()
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("PUBLICATION {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let all = if self.all_tables { " FOR ALL TABLES" } else { "" };
        Ok(vec![format!("CREATE {}{all} WITH ({})", self.object(scope), self.settings())])
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        if self.all_tables != from.all_tables {
            return None;
        }
        let mut settings = vec![format!("publish = {}", literal(&self.publish))];
        if self.via_root != from.via_root {
            settings.push(format!("publish_via_partition_root = {}", self.via_root));
        }
        if self.generated != from.generated {
            let word = if self.generated { "stored" } else { "none" };
            settings.push(format!("publish_generated_columns = {word}"));
        }
        Some(vec![format!("ALTER {} SET ({})", self.object(scope), settings.join(", "))])
    }
}
