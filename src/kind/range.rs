//! Range types: <https://www.postgresql.org/docs/current/rangetypes.html>. The multirange type (14)
//! comes with it, under the name given here.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql};
use crate::model::QName;
use serde::{Deserialize, Serialize};

/// A row of `pg_type` with its `pg_range` row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    pub name: QName,
    pub subtype: String,
    /// Where it is not the subtype's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opclass: Option<QName>,
    /// Where it is not the subtype's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtype_diff: Option<QName>,
    pub multirange: QName,
}

impl Range {
    fn options(&self) -> Vec<String> {
        let mut options = vec![format!("subtype = {}", self.subtype)];
        let mut add = |option: &str, value: &Option<QName>| {
            options.extend(value.as_ref().map(|v| format!("{option} = {v}")));
        };
        add("subtype_opclass", &self.opclass);
        add("collation", &self.collation);
        add("canonical", &self.canonical);
        add("subtype_diff", &self.subtype_diff);
        if !cfg!(feature = "pg13") {
            options.push(format!("multirange_type_name = {}", self.multirange));
        }
        options
    }
}

impl Definition for Range {
    const KIND: &'static str = "range type";
    const QUERY: &'static str = include_str!("../../sql/catalog/range.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE TYPE", "ALTER TYPE", "DROP TYPE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::BareType, &mut self.subtype)?;
        if let Some(opclass) = &mut self.opclass {
            to.object(Space::OpClass, opclass)?;
        }
        if let Some(collation) = &mut self.collation {
            to.object(Space::Collation, collation)?;
        }
        for function in self.canonical.iter_mut().chain(&mut self.subtype_diff) {
            to.object(Space::Routine, function)?;
        }
        to.object(Space::Type, &mut self.multirange)?;
        to.object(Space::Type, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    /// The server leaves the multirange type where it is.
    fn companion(&mut self) -> Option<(&'static str, &mut QName)> {
        Some(("TYPE", &mut self.multirange))
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TYPE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let options = self.options().join(",\n    ");
        Ok(vec![format!("CREATE {} AS RANGE (\n    {options}\n)", self.object(scope))])
    }

    /// Type and canonical function depend on each other: neither can be dropped alone.
    fn drop(&self, scope: &Scope) -> Vec<String> {
        let along = if self.canonical.is_some() { " CASCADE" } else { "" };
        vec![format!("DROP {}{along}", self.object(scope))]
    }
}
