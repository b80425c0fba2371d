//! Tables that publications list: <https://www.postgresql.org/docs/current/sql-alterpublication.html>

use crate::error::Result;
use crate::fact::{Definition, Fields, Part, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_publication_rel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicationTable {
    pub publication: String,
    pub table: QName,
    /// Empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

impl PublicationTable {
    fn add(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|c| ident(c)).collect();
        let columns = match columns.is_empty() {
            true => String::new(),
            false => format!(" ({})", columns.join(", ")),
        };
        let filter = self.filter.as_ref().map(|f| format!(" WHERE ({f})")).unwrap_or_default();
        let publication = ident(&self.publication);
        format!("ALTER PUBLICATION {publication} ADD TABLE ONLY {}{columns}{filter}", self.table)
    }

    fn remove(&self) -> String {
        format!("ALTER PUBLICATION {} DROP TABLE ONLY {}", ident(&self.publication), self.table)
    }
}

impl Definition for PublicationTable {
    const KIND: &'static str = "publication table";
    const ABOUT: &'static str = "columns, row filter";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/publication_table.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_publication_rel");
    const COMMANDS: &'static [&'static str] = &["ALTER PUBLICATION"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.global(Space::Publication, &mut self.publication)?;
        for column in &mut self.columns {
            to.part(Part::Column, &self.table, column)?;
        }
        if let Some(filter) = &mut self.filter {
            to.sql(Sql::Expression { of: Some(self.table.clone()) }, filter)?;
        }
        to.object(Space::Relation, &mut self.table)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} {}", ident(&self.publication), self.table)
    }

    /// As messages name it: it has no phrase of its own.
    fn object(&self, scope: &Scope) -> String {
        format!("PUBLICATION TABLE {}", Definition::name(self, scope))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.add()])
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![self.remove()]
    }

    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        let same = self.publication == from.publication && self.table == from.table;
        same.then(|| vec![self.remove(), self.add()])
    }
}
