//! Columns that hold values of a type.

use super::within::{Way, Ways, reached};
use crate::fact::{Doubt, Risk, Scope, Use};
use crate::kind::column::{Column, Of};
use crate::kind::partition::Partition;
use crate::kind::table::rows::is_partly_far;
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use std::collections::BTreeMap;

/// What has more characters is cut in messages.
const SHOWN: usize = 100;

/// A column of a table or materialized view.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub table: QName,
    pub column: String,
    /// Ways from its values to those of the type.
    ways: Vec<Way>,
    /// Whether its heirs are asked about too: not where some are foreign tables.
    heirs: bool,
}

impl Holder {
    /// Schema, table and column, as messages show them.
    pub(crate) fn label(&self) -> String {
        format!("{}.{}", self.table, ident(&self.column))
    }

    /// How many rows meet a condition, and one of them; in the condition, `r` is the row.
    pub(crate) fn rows(&self, condition: &str) -> String {
        format!(
            "SELECT pg_catalog.count(*), pg_catalog.min(pg_catalog.left((r.*)::pg_catalog.text, {SHOWN})) \
             FROM {}{} AS r WHERE {condition}",
            self.only(),
            self.table
        )
    }

    fn only(&self) -> &'static str {
        if self.heirs { "" } else { "ONLY " }
    }

    /// Whether its values are of the type, or of a domain over it; else they hold such, in arrays, rows or ranges.
    pub(crate) fn is_plain(&self) -> bool {
        self.ways.iter().all(|way| way.is_empty())
    }

    /// The condition that some of the values within a row meet another one over `v.value`.
    pub(crate) fn any(&self, condition: &str) -> String {
        let values = self.within(&format!("r.{}", ident(&self.column)));
        format!("EXISTS (SELECT FROM ({values}) AS v(value) WHERE {condition})")
    }

    /// How many values meet a condition over `v.value`, which is of the type named, and one of them.
    pub(crate) fn values(&self, type_text: &str, condition: &str) -> String {
        let values = self.within(&format!("r.{}", ident(&self.column)));
        format!(
            "SELECT pg_catalog.count(*), pg_catalog.min(pg_catalog.left(v.value::pg_catalog.text, {SHOWN})) \
             FROM {}{} AS r, LATERAL (SELECT w.value::{type_text} FROM ({values}) AS w(value)) AS v(value) \
             WHERE {condition}",
            self.only(),
            self.table
        )
    }

    /// The query for the values within one of the column.
    pub(crate) fn within(&self, value: &str) -> String {
        reached(&self.ways, value)
    }

    /// The server checks domains within other types nowhere, and refuses what it would have to check there.
    pub(crate) fn unchecked(&self, domain: &QName) -> Doubt {
        let (table, column) = (literal(&self.table.to_string()), literal(&self.column));
        Doubt {
            each: None,
            problem: format!(
                "column {} holds values of {domain} within another type, where they cannot be checked",
                self.label()
            ),
            query: format!(
                "SELECT pg_catalog.count(*), pg_catalog.min(a.attname::pg_catalog.text) \
                 FROM pg_catalog.pg_attribute a WHERE a.attrelid = pg_catalog.to_regclass({table}) \
                 AND a.attname = {column} AND NOT a.attisdropped"
            ),
        }
    }

    /// All rows are read while nobody else can use the table.
    pub(crate) fn scan(&self) -> Risk {
        self.risk("long_lock")
    }

    /// All rows are written anew.
    pub(crate) fn rewrite(&self) -> Risk {
        self.risk("table_rewrite")
    }

    fn risk(&self, hazard: &'static str) -> Risk {
        Risk { hazard, relation: self.table.clone(), trial: None }
    }
}

/// Columns that hold values of a type, by table and name. Columns of partitions and of children are left out, since the
/// parent's stands for them.
pub(crate) fn holders(scope: &Scope, name: &QName) -> Vec<Holder> {
    let facts = &scope.facts.all;
    let ways = Ways::to(name, scope.facts);
    let mut found: Vec<Holder> = Vec::new();
    for (i, fact) in facts.iter().enumerate() {
        let Some(column) = fact.get::<Column>().filter(|c| is_stored(c)) else { continue };
        let ways = ways.from(&column.type_name);
        if ways.is_empty() {
            continue;
        }
        let table = scope.at(i).parent();
        if table.is_some_and(|t| !t.children::<Partition>().is_empty()) {
            continue;
        }
        let heirs = !table.is_some_and(|t| is_partly_far(&t));
        let (table, column) = (column.relation.clone(), column.name.clone());
        found.push(Holder { table, column, ways, heirs });
    }
    found.sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    found
}

fn is_stored(column: &Column) -> bool {
    matches!(column.of, Of::Table | Of::MaterializedView) && !column.inherited
}

/// Statements that give columns the new type of a name, by way of text; by assignment where foreign tables inherit the
/// column, since the server refuses to be told of a way there. Attributes that are stored nowhere have no values.
pub(crate) fn convert(uses: &[Use]) -> Vec<String> {
    let mut relations: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
    for it in uses.iter().filter(|it| !it.follows) {
        let (column, to) = (ident(&it.column), &it.type_text);
        let array = if to.ends_with("[]") { "[]" } else { "" };
        let action = match it {
            Use { of_type: true, .. } => format!("ALTER ATTRIBUTE {column} TYPE {to} CASCADE"),
            _ if it.far || it.far_heirs => format!("ALTER COLUMN {column} TYPE {to}"),
            _ => format!(
                "ALTER COLUMN {column} TYPE {to} USING {column}::pg_catalog.text{array}::{to}"
            ),
        };
        relations.entry((it.of_type, it.table.to_string())).or_default().push(action);
    }
    let statement = |((of_type, name), actions): ((bool, String), Vec<String>)| {
        let sort = if of_type { "TYPE" } else { "TABLE" };
        format!("ALTER {sort} {name}\n    {}", actions.join(",\n    "))
    };
    relations.into_iter().map(statement).collect()
}
