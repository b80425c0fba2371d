//! Identity columns: `GENERATED ... AS IDENTITY` of
//! <https://www.postgresql.org/docs/current/sql-createtable.html>, with the sequence that belongs to
//! the column. Its name is always said, as pg_dump does: what the server would choose depends on
//! what else is there.

use crate::error::Result;
use crate::fact::{Definition, Exposed, Fields, Own, Part, Scope, Space, Sql};
use crate::kind::column::Column;
use crate::kind::partition::Partition;
use crate::kind::sequence::Counting;
use crate::kind::table::Table;
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// An internal dependency (`pg_depend.deptype` `i`) of a sequence on a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    pub relation: QName,
    pub column: String,
    /// `GENERATED ALWAYS`, else `BY DEFAULT`.
    pub always: bool,
    pub sequence: QName,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// The sequence's type where it is not the column's.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub type_name: Option<String>,
    pub options: Counting,
}

impl Identity {
    fn clause(&self) -> String {
        let mut words = vec![format!("SEQUENCE NAME {}", self.sequence)];
        words.extend(self.options.clauses());
        let when = if self.always { "ALWAYS" } else { "BY DEFAULT" };
        format!("GENERATED {when} AS IDENTITY ({})", words.join(" "))
    }

    fn alter(&self, action: &str) -> String {
        format!("ALTER TABLE {} ALTER COLUMN {} {action}", self.relation, ident(&self.column))
    }
}

fn column<'a>(scope: &Scope<'a>) -> Option<&'a Column> {
    scope.parent()?.def().as_any().downcast_ref()
}

fn table<'a>(scope: &Scope<'a>) -> Option<&'a Table> {
    scope.parent()?.parent()?.def().as_any().downcast_ref()
}

impl Definition for Identity {
    const KIND: &'static str = "identity";
    const QUERY: &'static str = include_str!("../../sql/catalog/identity.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE", "ALTER SEQUENCE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(type_name) = &mut self.type_name {
            to.sql(Sql::Type, type_name)?;
        }
        to.part(Part::Column, &self.relation, &mut self.column)?;
        to.object(Space::Relation, &mut self.sequence)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.sequence.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{}.{}", self.relation, ident(&self.column))
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("SEQUENCE {}", self.sequence)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.alter(&format!("ADD {}", self.clause()))])
    }

    /// Not in a partitioned table: up to 16, ADD COLUMN refuses it where there are partitions. Nor in
    /// a partition, which has the column from its parent.
    fn inline(&self, scope: &Scope) -> Option<String> {
        let partition = !scope.parent()?.parent()?.children::<Partition>().is_empty();
        let partitioned = partition || table(scope)?.partitioned.is_some();
        (column(scope)?.takes_clauses() && !partitioned).then(|| self.clause())
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut statements = Vec::new();
        if let Some(type_name) = &self.type_name {
            statements.push(format!("ALTER SEQUENCE {} AS {type_name}", self.sequence));
        }
        // The server gives the sequence the table's persistence.
        if table(scope).is_some_and(|t| t.unlogged != self.unlogged) {
            let persistence = if self.unlogged { "UNLOGGED" } else { "LOGGED" };
            statements.push(format!("ALTER SEQUENCE {} SET {persistence}", self.sequence));
        }
        Ok(statements)
    }

    fn exposes(&self) -> Option<Exposed> {
        let (of, column) = (self.relation.clone(), self.column.clone());
        Some(Exposed::Counter { of, column, sequence: self.sequence.clone() })
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![self.alter("DROP IDENTITY")]
    }
}
