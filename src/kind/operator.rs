//! Operators: <https://www.postgresql.org/docs/current/sql-createoperator.html>. A commutator or negator that is not
//! there yet is announced by the server, and made when its turn comes.

use super::routine::changed;
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_operator`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operator {
    pub name: QName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Up to 13 a postfix operator has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
    pub function: QName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commutator: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negator: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restrict: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<QName>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub merges: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hashes: bool,
}

/// `schema.+`: a symbol is never quoted.
pub(in crate::kind) fn symbol(name: &QName) -> String {
    format!("{}.{}", ident(&name.schema), name.name)
}

impl Operator {
    fn signature(&self) -> String {
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "NONE".to_string());
        format!("{} ({}, {})", symbol(&self.name), side(&self.left), side(&self.right))
    }

    /// The estimators as SET takes them.
    fn estimators(&self) -> [(&'static str, &Option<QName>); 2] {
        [("RESTRICT", &self.restrict), ("JOIN", &self.join)]
    }
}

impl Definition for Operator {
    const KIND: &'static str = "operator";
    const ABOUT: &'static str = "arguments, function, commutator, negator, restriction and join";
    const CHANGES: &'static str = "in place: restriction and join; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/operator.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_operator WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE OPERATOR", "ALTER OPERATOR", "DROP OPERATOR"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for side in self.left.iter_mut().chain(&mut self.right) {
            to.sql(Sql::BareType, side)?;
        }
        let estimators = self.restrict.iter_mut().chain(&mut self.join);
        for function in [&mut self.function].into_iter().chain(estimators) {
            to.object(Space::Routine, function)?;
        }
        for operator in self.commutator.iter_mut().chain(&mut self.negator) {
            to.object(Space::Operator, operator)?;
        }
        to.object(Space::Operator, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    /// The server renames none.
    fn rename(&self, _new: &str, _scope: &Scope) -> Vec<String> {
        Vec::new()
    }

    fn name(&self, _scope: &Scope) -> String {
        self.signature()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("OPERATOR {}", self.signature())
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        let mut options = vec![format!("FUNCTION = {}", self.function)];
        options.extend(self.left.iter().map(|left| format!("LEFTARG = {left}")));
        options.extend(self.right.iter().map(|right| format!("RIGHTARG = {right}")));
        let others = [("COMMUTATOR", &self.commutator), ("NEGATOR", &self.negator)];
        let others = others.into_iter().filter_map(|(word, o)| o.as_ref().map(|o| (word, o)));
        options.extend(others.map(|(word, o)| format!("{word} = OPERATOR({})", symbol(o))));
        let estimators = self.estimators();
        let estimators = estimators.iter().filter_map(|(w, f)| f.as_ref().map(|f| (w, f)));
        options.extend(estimators.map(|(word, function)| format!("{word} = {function}")));
        options.extend(self.hashes.then(|| "HASHES".to_string()));
        options.extend(self.merges.then(|| "MERGES".to_string()));
        Ok(vec![format!("CREATE OPERATOR {} ({})", symbol(&self.name), options.join(", "))])
    }

    /// The estimators alone.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let (restrict, join) = (from.restrict.clone(), from.join.clone());
        if (Operator { restrict, join, ..self.clone() }) != *from {
            return None;
        }
        let options = changed(&self.estimators(), &from.estimators());
        Some(vec![format!("ALTER {} SET ({options})", self.object(scope))])
    }
}
