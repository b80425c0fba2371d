//! Operator families: <https://www.postgresql.org/docs/current/sql-createopfamily.html>,
//! <https://www.postgresql.org/docs/current/sql-alteropfamily.html>

use super::operator::symbol;
use super::routine::Reference;
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_opfamily`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperatorFamily {
    pub name: QName,
    /// The access method.
    pub method: String,
    #[serde(flatten)]
    pub members: Members,
}

/// Members of a family that belong to none of its classes, or those of a class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Members {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operators: Vec<MemberOperator>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<MemberFunction>,
}

/// A row of `pg_amop`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberOperator {
    pub number: i16,
    pub name: QName,
    pub left: String,
    pub right: String,
    /// The family by which its results are sorted; none for a search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<QName>,
}

/// A row of `pg_amproc`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberFunction {
    pub number: i16,
    pub left: String,
    pub right: String,
    pub function: Reference,
}

impl MemberOperator {
    fn clause(&self) -> String {
        let (number, name) = (self.number, symbol(&self.name));
        let order = self.order_by.as_ref().map(|f| format!(" FOR ORDER BY {f}"));
        format!(
            "OPERATOR {number} {name} ({}, {}){}",
            self.left,
            self.right,
            order.unwrap_or_default()
        )
    }

    fn key(&self) -> String {
        format!("OPERATOR {} ({}, {})", self.number, self.left, self.right)
    }
}

impl MemberFunction {
    fn clause(&self) -> String {
        format!("{} {}", self.key(), self.function)
    }

    fn key(&self) -> String {
        let types = if self.left == self.right && self.number < 0 {
            self.left.clone()
        } else {
            format!("{}, {}", self.left, self.right)
        };
        format!("FUNCTION {} ({types})", self.number)
    }
}

impl Members {
    pub fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for it in &mut self.operators {
            to.sql(Sql::BareType, &mut it.left)?;
            to.sql(Sql::BareType, &mut it.right)?;
            to.object(Space::Operator, &mut it.name)?;
            if let Some(family) = &mut it.order_by {
                to.object(Space::OpClass, family)?;
            }
        }
        for it in &mut self.functions {
            to.sql(Sql::BareType, &mut it.left)?;
            to.sql(Sql::BareType, &mut it.right)?;
            it.function.fields(to)?;
        }
        Ok(())
    }

    /// As CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY ADD list them.
    pub fn clauses(&self) -> Vec<String> {
        let operators = self.operators.iter().map(MemberOperator::clause);
        operators.chain(self.functions.iter().map(MemberFunction::clause)).collect()
    }

    /// Without those of another list.
    fn without(&self, other: &Members) -> Members {
        let operators = self.operators.iter().filter(|it| !other.operators.contains(it));
        let functions = self.functions.iter().filter(|it| !other.functions.contains(it));
        Members { operators: operators.cloned().collect(), functions: functions.cloned().collect() }
    }

    fn keys(&self) -> Vec<String> {
        let operators = self.operators.iter().map(MemberOperator::key);
        operators.chain(self.functions.iter().map(MemberFunction::key)).collect()
    }
}

impl OperatorFamily {
    fn change(&self, verb: &str, clauses: &[String], scope: &Scope) -> Option<String> {
        let list = clauses.join(", ");
        (!clauses.is_empty()).then(|| format!("ALTER {} {verb} {list}", self.object(scope)))
    }
}

impl Definition for OperatorFamily {
    const KIND: &'static str = "operator family";
    const ABOUT: &'static str = "members, also between types";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/operator_family.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_opfamily WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE OPERATOR FAMILY", "ALTER OPERATOR FAMILY", "DROP OPERATOR FAMILY"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        self.members.fields(to)?;
        to.object(Space::OpClass, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} USING {}", self.name, ident(&self.method))
    }

    fn object(&self, scope: &Scope) -> String {
        format!("OPERATOR FAMILY {}", Definition::name(self, scope))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let create = format!("CREATE {}", self.object(scope));
        Ok([create].into_iter().chain(self.change("ADD", &self.members.clauses(), scope)).collect())
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        if self.method != from.method {
            return None;
        }
        let (new, old) = (self.members.without(&from.members), from.members.without(&self.members));
        let drop = self.change("DROP", &old.keys(), scope);
        Some(drop.into_iter().chain(self.change("ADD", &new.clauses(), scope)).collect())
    }
}
