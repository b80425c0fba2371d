//! Sequences that stand by themselves or are owned by a column:
//! <https://www.postgresql.org/docs/current/sql-createsequence.html>. The current value is data.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql};
use crate::kind::sequence_owner::SequenceOwner;
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// How a sequence counts; `None` is the default of its type and direction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counting {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cycle: bool,
}

impl Counting {
    /// The clauses of CREATE SEQUENCE, only what is not the default.
    pub fn clauses(&self) -> Vec<String> {
        let numbers = [
            ("START WITH", self.start),
            ("INCREMENT BY", self.increment),
            ("MINVALUE", self.min),
            ("MAXVALUE", self.max),
            ("CACHE", self.cache),
        ];
        let mut clauses: Vec<String> =
            numbers.iter().filter_map(|(word, n)| n.map(|n| format!("{word} {n}"))).collect();
        if self.cycle {
            clauses.push("CYCLE".to_string());
        }
        clauses
    }
}

/// A row of `pg_sequence` that does not belong to an identity column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    pub name: QName,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    #[serde(rename = "type")]
    pub type_name: String,
    pub options: Counting,
}

impl Definition for Sequence {
    const KIND: &'static str = "sequence";
    const QUERY: &'static str = include_str!("../../sql/catalog/sequence.sql");
    const COMMANDS: &'static [&'static str] =
        &["CREATE SEQUENCE", "ALTER SEQUENCE", "DROP SEQUENCE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::FixedType, &mut self.type_name)?;
        to.object(Space::Relation, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("SEQUENCE {}", self.name)
    }

    /// One that a column owns goes where its table goes.
    fn relocate(&self, schema: &str, scope: &Scope) -> Vec<String> {
        match scope.children::<SequenceOwner>().is_empty() {
            true => vec![format!("ALTER SEQUENCE {} SET SCHEMA {}", self.name, ident(schema))],
            false => Vec::new(),
        }
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        let persistence = if self.unlogged { "UNLOGGED " } else { "" };
        let mut words = vec![format!("CREATE {persistence}SEQUENCE {}", self.name)];
        if self.type_name != "bigint" {
            words.push(format!("AS {}", self.type_name));
        }
        words.extend(self.options.clauses());
        Ok(vec![words.join(" ")])
    }

    /// Where it stands does not come back.
    fn data_probe(&self, _scope: &Scope) -> Option<String> {
        Some(format!(
            "SELECT 'last value ' || s.last_value FROM {} AS s WHERE s.is_called",
            self.name
        ))
    }
}
