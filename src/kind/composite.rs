//! Composite types that stand alone: <https://www.postgresql.org/docs/current/rowtypes.html>. Their
//! attributes are columns.

use crate::error::Result;
use crate::fact::{Definition, Fields, Held, Modelled, Own, Scope, Space, Turn};
use crate::kind::column::reshape::reshape;
use crate::model::QName;
use serde::{Deserialize, Serialize};

/// A row of `pg_type` whose relation is of kind `c`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Composite {
    pub name: QName,
}

impl Definition for Composite {
    const KIND: &'static str = "composite type";
    const ABOUT: &'static str = "attributes, which are columns";
    const CHANGES: &'static str = "attribute by attribute";
    const RELATIONS: usize = 1;
    const QUERY: &'static str = include_str!("../../sql/catalog/composite.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE TYPE", "ALTER TYPE", "DROP TYPE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Type, &mut self.name)
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Composite { name: self.name.clone() })
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TYPE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let attributes = match scope.clauses() {
            none if none.is_empty() => String::new(),
            list => format!("\n    {}\n", list.join(",\n    ")),
        };
        Ok(vec![format!("CREATE {} AS ({attributes})", self.object(scope))])
    }

    fn reshape(&self, parts: &[Turn], held: &Held, spare: &str) -> Option<Vec<String>> {
        reshape(&self.name, parts, held, spare)
    }
}
