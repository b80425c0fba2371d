//! Attachment of a partition's index to the index of its partitioned table.
//!
//! <https://www.postgresql.org/docs/current/sql-alterindex.html>. There is no statement that undoes it: it
//! ends with either index, or when the partition is detached.

use crate::error::Result;
use crate::fact::{Definition, Fate, Fields, Scope, Space};
use crate::model::QName;
use serde::{Deserialize, Serialize};

/// An index that is a part of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexPartition {
    /// The partition's index, also one of a constraint.
    pub index: QName,
    /// The partitioned table's index.
    pub of: QName,
}

impl Definition for IndexPartition {
    const KIND: &'static str = "index partition";
    const ABOUT: &'static str = "the index that it is attached to";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/index_partition.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_inherits");
    const COMMANDS: &'static [&'static str] = &["ALTER INDEX"];
    const BINDS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Relation, &mut self.of)?;
        to.object(Space::Relation, &mut self.index)
    }

    fn fate(&self) -> Fate {
        Fate::WithTable
    }

    fn name(&self, _scope: &Scope) -> String {
        self.index.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("INDEX {}", self.index)
    }

    /// The server takes it as done where the partition's attachment has found the index by itself.
    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("ALTER INDEX {} ATTACH PARTITION {}", self.of, self.index)])
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        Vec::new()
    }
}
