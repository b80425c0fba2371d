//! Row security policies: <https://www.postgresql.org/docs/current/sql-createpolicy.html>. Whether a
//! table heeds them is a matter of the table.

use crate::error::{Error, Result};
use crate::fact::{Definition, Fields, Part, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::{ident, idents, literal};
use pgrx::PgSqlErrorCode;
use serde::{Deserialize, Serialize};

/// A row of `pg_policy`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    pub name: String,
    pub relation: QName,
    /// Rows must pass it, besides any that is not restrictive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restrictive: bool,
    /// `SELECT`, `INSERT`, `UPDATE` or `DELETE`; none for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Names as the source has them; none for PUBLIC.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
}

impl Definition for Policy {
    const KIND: &'static str = "policy";
    const QUERY: &'static str = include_str!("../../sql/catalog/policy.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE POLICY", "DROP POLICY"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for expression in self.using.iter_mut().chain(&mut self.check) {
            to.sql(Sql::Expression { of: Some(self.relation.clone()) }, expression)?;
        }
        to.part(Part::Policy, &self.relation, &mut self.name)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} ON {}", ident(&self.name), self.relation)
    }

    fn object(&self, scope: &Scope) -> String {
        format!("POLICY {}", self.name(scope))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut sql = format!("CREATE {}", self.object(scope));
        if self.restrictive {
            sql += "\n    AS RESTRICTIVE";
        }
        if let Some(command) = &self.command {
            sql += &format!("\n    FOR {command}");
        }
        if !self.roles.is_empty() {
            sql += &format!("\n    TO {}", idents(&self.roles));
        }
        if let Some(using) = &self.using {
            sql += &format!("\n    USING ({using})");
        }
        if let Some(check) = &self.check {
            sql += &format!("\n    WITH CHECK ({check})");
        }
        Ok(vec![sql])
    }

    fn demands(&self, scope: &Scope) -> Vec<(String, Error)> {
        let demand = |role: &String| {
            let query = format!(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {})",
                literal(role)
            );
            let error = Error::new(
                PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
                format!("role \"{role}\" does not exist"),
            )
            .detail(format!("Policy {} is for that role.", self.name(scope)))
            .hint("Create the roles here, or leave policies out by the rule \"kinds\".");
            (query, error)
        };
        self.roles.iter().map(demand).collect()
    }
}
