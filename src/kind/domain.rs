//! Domains: <https://www.postgresql.org/docs/current/sql-createdomain.html>. Their CHECK
//! constraints are facts of kind `domain constraint`; NOT NULL is here, since there can be only one
//! and it needs nothing.

use crate::error::Result;
use crate::fact::{Assigned, Definition, Exposed, Fields, Own, Part, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_type` with its base type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    pub name: QName,
    pub base: String,
    /// Where it is not the base type's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_null: bool,
    #[serde(default, skip_serializing_if = "NotNullName::is_unknown")]
    pub not_null_name: NotNullName,
}

/// Name of the NOT NULL constraint. Servers before 17 keep none: unknown equals any name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NotNullName(pub Option<String>);

impl NotNullName {
    fn is_unknown(&self) -> bool {
        self.0.is_none()
    }
}

impl PartialEq for NotNullName {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(own), Some(others)) => own == others,
            _ => true,
        }
    }
}

impl Definition for Domain {
    const KIND: &'static str = "domain";
    const QUERY: &'static str = include_str!("../../sql/catalog/domain.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE DOMAIN", "ALTER DOMAIN", "DROP DOMAIN"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(name) = &mut self.not_null_name.0 {
            to.part(Part::DomainConstraint, &self.name, name)?;
        }
        to.sql(Sql::Type, &mut self.base)?;
        if let Some(collation) = &mut self.collation {
            to.object(Space::Collation, collation)?;
        }
        if let Some(default) = &mut self.default {
            to.sql(Sql::Expression { of: None }, default)?;
        }
        to.object(Space::Type, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("DOMAIN {}", self.name)
    }

    fn exposes(&self) -> Option<Exposed> {
        Some(Exposed::Base { of: self.name.clone(), type_name: self.base.clone() })
    }

    fn assigned(&self, _scope: &Scope) -> Vec<Assigned> {
        let assigned = |default| Assigned::new(&self.name.name, &self.base, default);
        self.default.iter().map(|d| assigned(d)).collect()
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut sql = format!("CREATE {} AS {}", self.object(scope), self.base);
        if let Some(collation) = &self.collation {
            sql += &format!(" COLLATE {collation}");
        }
        if self.not_null {
            if let Some(name) = &self.not_null_name.0 {
                sql += &format!(" CONSTRAINT {}", ident(name));
            }
            sql += " NOT NULL";
        }
        if let Some(default) = &self.default {
            sql += &format!(" DEFAULT {default}");
        }
        for constraint in scope.clauses() {
            sql += &format!("\n    {constraint}");
        }
        Ok(vec![sql])
    }
}
