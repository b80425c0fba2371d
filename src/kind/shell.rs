//! Shell types, announced and not defined:
//! <https://www.postgresql.org/docs/current/sql-createtype.html>. A range type with a canonical
//! function has one as well: that function takes the range type, and must be there before it.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;
use serde::{Deserialize, Serialize};

/// A row of `pg_type` without `typisdefined`, or the announcement of a range type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shell {
    pub name: QName,
}

impl Shell {
    fn again(&self, name: QName, scope: &Scope) -> Vec<String> {
        match scope.facts.all[scope.fact].at.2 {
            0 => vec![format!("DROP TYPE {}", self.name), format!("CREATE TYPE {name}")],
            _ => Vec::new(),
        }
    }
}

impl Definition for Shell {
    const KIND: &'static str = "shell type";
    const ABOUT: &'static str = "a type that is only declared, or must be before its functions";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/shell.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE TYPE", "ALTER TYPE", "DROP TYPE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Type, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    /// ALTER TYPE knows no shell types. A range type's announcement is that type.
    fn rename(&self, new: &str, scope: &Scope) -> Vec<String> {
        self.again(QName { schema: self.name.schema.clone(), name: new.to_string() }, scope)
    }

    fn relocate(&self, schema: &str, scope: &Scope) -> Vec<String> {
        self.again(QName { schema: schema.to_string(), name: self.name.name.clone() }, scope)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TYPE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("CREATE {}", self.object(scope))])
    }
}
