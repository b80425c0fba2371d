//! Range types: <https://www.postgresql.org/docs/current/rangetypes.html>. The multirange type (14)
//! comes with it, under the name given here.

use crate::error::Result;
use crate::fact::{Definition, Fields, Held, Own, Remade, Scope, Space, Sql, Use};
use crate::kind::column::lend::lend;
use crate::kind::domain::uses::convert;
use crate::kind::table::rows::is_routine;
use crate::model::QName;
use crate::pg::quote::ident;
use crate::pg::settings::MAJOR;
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

/// Whether the multirange type still has the name that its constructors were made with.
fn has_constructor(multirange: &QName) -> bool {
    is_routine(&format!("{multirange}()"))
}

impl Range {
    fn statement(&self) -> String {
        format!("CREATE TYPE {} AS RANGE (\n    {}\n)", self.name, self.options().join(",\n    "))
    }

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
    const ABOUT: &'static str = "subtype, operator class, collation, functions, multirange";
    const CHANGES: &'static str = "made anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/range.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_range WHERE rngtypid >= 16384");
    /// Domains over it are made anew along with it.
    const COMMANDS: &'static [&'static str] = &[
        "CREATE TYPE",
        "ALTER TYPE",
        "CREATE CAST",
        "DROP CAST",
        "ALTER FUNCTION",
        "ALTER TABLE",
        "DROP TYPE",
        "ALTER DOMAIN",
        "CREATE DOMAIN",
        "DROP DOMAIN",
    ];

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

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement()])
    }

    /// The constructor without arguments would be in the way of the new one; the others have arguments of the types.
    fn remake(&self, from: &Self, uses: &[Use], (spare, far): (&str, bool)) -> Option<Remade> {
        if self.canonical.is_some() || from.canonical.is_some() || self.subtype == from.subtype {
            return None;
        }
        let old = QName { schema: self.name.schema.clone(), name: spare.to_string() };
        let mut statements = vec![format!("ALTER TYPE {} RENAME TO {}", self.name, ident(spare))];
        if MAJOR >= 14 {
            let (multirange, aside) = (&self.multirange, ident(&format!("{spare}_multirange")));
            if !has_constructor(multirange) {
                return None;
            }
            statements.push(format!("ALTER FUNCTION {multirange}() RENAME TO {aside}"));
            statements.push(format!("ALTER TYPE {multirange} RENAME TO {aside}"));
        }
        statements.push(self.statement());
        let cast = format!("CAST ({old} AS {})", self.name);
        statements.extend(far.then(|| format!("CREATE {cast} WITH INOUT AS ASSIGNMENT")));
        statements.extend(convert(uses));
        let mut last: Vec<String> = far.then(|| format!("DROP {cast}")).into_iter().collect();
        last.push(format!("DROP TYPE {old}"));
        Some((statements, last))
    }

    fn lend(&self, held: &Held, spare: &str) -> Option<Remade> {
        lend(&self.name, held, spare)
    }

    /// Type and canonical function depend on each other: neither can be dropped alone.
    fn drop(&self, scope: &Scope) -> Vec<String> {
        let along = if self.canonical.is_some() { " CASCADE" } else { "" };
        vec![format!("DROP {}{along}", self.object(scope))]
    }
}
