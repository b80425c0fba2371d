//! Row security policies: <https://www.postgresql.org/docs/current/sql-createpolicy.html>. Whether a
//! table heeds them is a matter of the table.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Part, Scope, Space, Sql, word};
use crate::model::QName;
use crate::pg::quote::{ident, idents};
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
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "Option::is_none")]
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
    const ABOUT: &'static str = "permissive or restrictive, command, roles, USING, WITH CHECK";
    const CHANGES: &'static str = "in place: roles and expressions; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/policy.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_policy");
    const COMMANDS: &'static [&'static str] = &["CREATE POLICY", "ALTER POLICY", "DROP POLICY"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for expression in self.using.iter_mut().chain(&mut self.check) {
            to.sql(Sql::Expression { of: Some(self.relation.clone()) }, expression)?;
        }
        for role in &mut self.roles {
            to.role(role)?;
        }
        to.part(Part::Policy, &self.relation, &mut self.name)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
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
            sql += &self.to();
        }
        let clauses = [self.using_clause(), self.check_clause()];
        Ok(vec![sql + &clauses.into_iter().flatten().collect::<String>()])
    }

    /// The server changes neither the command nor the sort, and takes no expression away.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let removed = (from.using.is_some() && self.using.is_none())
            || (from.check.is_some() && self.check.is_none());
        if removed || self.restrictive != from.restrictive || self.command != from.command {
            return None;
        }
        let clauses = [
            (self.roles != from.roles).then(|| self.to()),
            self.using_clause().filter(|_| self.using != from.using),
            self.check_clause().filter(|_| self.check != from.check),
        ];
        let changed: String = clauses.into_iter().flatten().collect();
        let alter = || format!("ALTER {}{changed}", self.object(scope));
        Some(Vec::from_iter((!changed.is_empty()).then(alter)))
    }
}

impl Policy {
    fn to(&self) -> String {
        let public = || "PUBLIC".to_string();
        let roles = Some(idents(&self.roles)).filter(|r| !r.is_empty());
        format!("\n    TO {}", roles.unwrap_or_else(public))
    }

    fn using_clause(&self) -> Option<String> {
        self.using.as_ref().map(|using| format!("\n    USING ({using})"))
    }

    fn check_clause(&self) -> Option<String> {
        self.check.as_ref().map(|check| format!("\n    WITH CHECK ({check})"))
    }
}
