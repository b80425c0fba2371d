//! Ownership of a sequence by a column, a fact of its own because the column's default needs the
//! sequence first: OWNED BY of <https://www.postgresql.org/docs/current/sql-altersequence.html>.

use crate::error::Result;
use crate::fact::{Definition, Exposed, Fields, Part, Scope, Space};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// An automatic dependency (`pg_depend.deptype` `a`) of a sequence on a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SequenceOwner {
    pub sequence: QName,
    pub relation: QName,
    pub column: String,
}

impl Definition for SequenceOwner {
    const KIND: &'static str = "sequence owner";
    const ABOUT: &'static str = "`OWNED BY`";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/sequence_owner.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER SEQUENCE"];
    const FACET: bool = true;
    const ADJUSTS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.part(Part::Column, &self.relation, &mut self.column)?;
        to.object(Space::Relation, &mut self.relation)?;
        to.object(Space::Relation, &mut self.sequence)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.sequence.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("SEQUENCE {}", self.sequence)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        let owner = format!("{}.{}", self.relation, ident(&self.column));
        Ok(vec![format!("ALTER SEQUENCE {} OWNED BY {owner}", self.sequence)])
    }

    fn alter(&self, _from: &Self, scope: &Scope) -> Option<Vec<String>> {
        self.create(scope).ok()
    }

    fn exposes(&self) -> Option<Exposed> {
        let (of, column) = (self.relation.clone(), self.column.clone());
        Some(Exposed::Counter { of, column, sequence: self.sequence.clone() })
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![format!("ALTER SEQUENCE {} OWNED BY NONE", self.sequence)]
    }
}
