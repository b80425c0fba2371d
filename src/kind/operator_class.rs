//! Operator classes: <https://www.postgresql.org/docs/current/sql-createopclass.html>

use super::operator_family::Members;
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_opclass`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperatorClass {
    pub name: QName,
    /// The access method.
    pub method: String,
    pub family: QName,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
    #[serde(rename = "type")]
    pub type_name: String,
    /// The type that an index holds, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    #[serde(flatten)]
    pub members: Members,
}

impl Definition for OperatorClass {
    const KIND: &'static str = "operator class";
    const ABOUT: &'static str = "members, default, storage";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/operator_class.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_opclass WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE OPERATOR CLASS", "ALTER OPERATOR CLASS", "DROP OPERATOR CLASS"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        self.members.fields(to)?;
        for type_name in [&mut self.type_name].into_iter().chain(&mut self.storage) {
            to.sql(Sql::BareType, type_name)?;
        }
        to.object(Space::OpClass, &mut self.family)?;
        to.object(Space::OpClass, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} USING {}", self.name, ident(&self.method))
    }

    fn object(&self, scope: &Scope) -> String {
        format!("OPERATOR CLASS {}", Definition::name(self, scope))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        let storage = self.storage.iter().map(|storage| format!("STORAGE {storage}"));
        let mut clauses: Vec<String> = storage.chain(self.members.clauses()).collect();
        if clauses.is_empty() {
            // The grammar wants one, and this says nothing.
            clauses.push(format!("STORAGE {}", self.type_name));
        }
        let default = if self.default { "DEFAULT " } else { "" };
        Ok(vec![format!(
            "CREATE OPERATOR CLASS {} {default}FOR TYPE {} USING {} FAMILY {} AS {}",
            self.name,
            self.type_name,
            ident(&self.method),
            self.family,
            clauses.join(", ")
        )])
    }
}
