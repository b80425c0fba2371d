//! Defaults of columns: <https://www.postgresql.org/docs/current/ddl-default.html>. A fact of its own
//! because its expression may need what itself needs the table.

use crate::error::Result;
use crate::fact::{Assigned, Definition, Fate, Fields, Modelled, Part, Scope, Space, Sql};
use crate::kind::column::{Column, Of};
use crate::model::QName;
use crate::pg::quote::ident;
use crate::pg::spi;
use serde::{Deserialize, Serialize};

/// A row of `pg_attrdef` of a column that is not generated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnDefault {
    pub of: Of,
    pub relation: QName,
    pub column: String,
    pub expression: String,
}

impl ColumnDefault {
    /// Whether the column keeps its type, or none is known; and it is of no composite type, whose attributes may be
    /// others then.
    fn is_steady(&self, scope: &Scope) -> bool {
        let type_of = |default: &Scope<'_>| -> Option<String> {
            let column = default.parent()?;
            column.def().as_any().downcast_ref().map(|c: &Column| c.type_name.clone())
        };
        let before = scope.before().and_then(|before| type_of(&before));
        let Some((was, is)) = before.filter(|_| self.of.is_table()).zip(type_of(scope)) else {
            return true;
        };
        let row = spi::first(
            "SELECT (t.typrelid <> 0)::pg_catalog.text FROM pg_catalog.pg_type o \
             JOIN pg_catalog.pg_type t ON t.oid = CASE o.typlen WHEN -1 THEN coalesce(nullif(o.typelem, 0), o.oid) ELSE o.oid END \
             WHERE o.oid = pg_catalog.to_regtype($1)",
            &[Some(&is)],
        );
        was == is && row.ok().flatten().is_some_and(|row| !row.is_true(0))
    }

    fn action(&self, action: &str) -> String {
        let relation = match self.of {
            Of::View => format!("VIEW {}", self.relation),
            Of::ForeignTable => format!("FOREIGN TABLE ONLY {}", self.relation),
            _ => format!("TABLE ONLY {}", self.relation),
        };
        format!("ALTER {relation} ALTER COLUMN {} {action}", ident(&self.column))
    }
}

impl Definition for ColumnDefault {
    const KIND: &'static str = "default";
    const ABOUT: &'static str = "of a column, also of a view's";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/default.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE", "ALTER FOREIGN TABLE", "ALTER VIEW"];
    const ADJUSTS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::Expression { of: None }, &mut self.expression)?;
        to.part(Part::Column, &self.relation, &mut self.column)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn fate(&self) -> Fate {
        Fate::WithTable
    }

    fn modelled(&self) -> Option<Modelled> {
        let (of, column) = (self.relation.clone(), self.column.clone());
        Some(Modelled::Default { of, column, expression: self.expression.clone() })
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{}.{}", self.relation, ident(&self.column))
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("COLUMN {}.{}", self.relation, ident(&self.column))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.action(&format!("SET DEFAULT {}", self.expression))])
    }

    fn inline(&self, scope: &Scope) -> Option<String> {
        let scope = scope.parent()?;
        let column = scope.def().as_any().downcast_ref::<Column>()?;
        column.takes_clauses().then(|| format!("DEFAULT {}", self.expression))
    }

    fn assigned(&self, scope: &Scope) -> Vec<Assigned> {
        let Some(scope) = scope.parent().filter(|_| self.of.is_table()) else {
            return Vec::new();
        };
        let column = scope.def().as_any().downcast_ref::<Column>();
        let assigned = |c: &Column| Assigned::new(&self.column, &c.type_name, &self.expression);
        column.map(assigned).into_iter().collect()
    }

    /// Not where its column gets another type: what is a value of one may be none of the other, on the way
    /// back too.
    fn alter(&self, _from: &Self, scope: &Scope) -> Option<Vec<String>> {
        self.is_steady(scope).then(|| self.create(scope).ok()).flatten()
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![self.action("DROP DEFAULT")]
    }
}
