//! Attachment of a partition to its parent: ATTACH PARTITION of
//! <https://www.postgresql.org/docs/current/sql-altertable.html>. A partition is made as a table of
//! its own, so that its columns keep their order, and then attached, as pg_dump does.

mod doubts;

use crate::error::Result;
use crate::fact::{Definition, Doubt, Exposed, Fields, Risk, Scope, Space, Sql};
use crate::model::QName;
use serde::{Deserialize, Serialize};

/// A row of `pg_inherits` whose child is a partition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    pub relation: QName,
    pub parent: QName,
    /// `FOR VALUES ...` or `DEFAULT`: constants without casts, so no name is in it.
    pub bound: String,
}

impl Definition for Partition {
    const KIND: &'static str = "partition";
    const QUERY: &'static str = include_str!("../../sql/catalog/partition.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::PartitionBound { of: self.parent.clone() }, &mut self.bound)?;
        to.object(Space::Relation, &mut self.parent)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.relation.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TABLE {}", self.relation)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!(
            "ALTER TABLE ONLY {} ATTACH PARTITION {} {}",
            self.parent, self.relation, self.bound
        )])
    }

    fn risks(&self, _from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        self.reads(scope)
    }

    fn doubts(&self, _from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        self.questions(scope)
    }

    fn exposes(&self) -> Option<Exposed> {
        Some(Exposed::Heir { of: self.relation.clone(), parent: self.parent.clone() })
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![format!("ALTER TABLE ONLY {} DETACH PARTITION {}", self.parent, self.relation)]
    }
}
