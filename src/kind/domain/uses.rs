//! Columns that hold values of a type.

use crate::fact::{Doubt, Fact, Risk, Scope, Use};
use crate::kind::column::{Column, Of};
use crate::kind::domain::Domain;
use crate::kind::partition::Partition;
use crate::kind::range::Range;
use crate::kind::table::rows::is_partly_far;
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use std::collections::{BTreeMap, HashMap};

/// What has more characters is cut in messages.
const SHOWN: usize = 100;

/// How a column holds values of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Its values are of the type, or of a domain over it.
    Values,
    /// Its values are arrays of such.
    Arrays,
    /// Somewhere within: in rows, ranges, arrays of those.
    Within,
}

/// A column of a table or materialized view.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub table: QName,
    pub column: String,
    pub holds: Holds,
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

    /// The column within such a condition.
    pub(crate) fn value(&self) -> String {
        format!("r.{}", ident(&self.column))
    }

    /// How many values meet a condition over VALUE, which is of the type named, and one of them.
    pub(crate) fn values(&self, type_text: &str, condition: &str) -> String {
        format!(
            "SELECT pg_catalog.count(*), pg_catalog.min(pg_catalog.left(v.value::pg_catalog.text, {SHOWN})) \
             FROM (SELECT {}::{type_text} AS value FROM {}{} AS r) AS v WHERE {condition}",
            self.value(),
            self.only(),
            self.table
        )
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
    let mut held: HashMap<String, Holds> = HashMap::from([(name.to_string(), Holds::Values)]);
    loop {
        let before = held.len();
        for fact in facts {
            let Some((over, name, type_text)) = made_of(fact) else { continue };
            if let Some(holds) = held_by(&held, type_text) {
                let holds = if over { holds } else { Holds::Within };
                held.entry(name.to_string()).or_insert(holds);
            }
        }
        if held.len() == before {
            break;
        }
    }
    let mut found: Vec<Holder> = Vec::new();
    for (i, fact) in facts.iter().enumerate() {
        let Some(column) = fact.get::<Column>().filter(|c| is_stored(c)) else { continue };
        let table = scope.at(i).parent();
        if table.is_some_and(|t| !t.children::<Partition>().is_empty()) {
            continue;
        }
        let heirs = !table.is_some_and(|t| is_partly_far(&t));
        found.extend(held_by(&held, &column.type_name).map(|holds| Holder {
            table: column.relation.clone(),
            column: column.name.clone(),
            holds,
            heirs,
        }));
    }
    found.sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    found
}

fn is_stored(column: &Column) -> bool {
    matches!(column.of, Of::Table | Of::MaterializedView) && !column.inherited
}

fn held_by(held: &HashMap<String, Holds>, type_text: &str) -> Option<Holds> {
    match type_text.strip_suffix("[]") {
        None => held.get(type_text).copied(),
        Some(element) => held.get(element).map(|holds| match holds {
            Holds::Values => Holds::Arrays,
            Holds::Arrays | Holds::Within => Holds::Within,
        }),
    }
}

/// A type whose values are of another type, or hold such: whether they are, both types.
fn made_of(fact: &Fact) -> Option<(bool, &QName, &str)> {
    (fact.get::<Domain>().map(|d| (true, &d.name, d.base.as_str())))
        .or_else(|| fact.get::<Column>().map(|c| (false, &c.relation, c.type_name.as_str())))
        .or_else(|| fact.get::<Range>().map(|r| (false, &r.name, r.subtype.as_str())))
}

/// Statements that give columns the new type of a name, by way of text; by assignment where foreign tables inherit the
/// column, since the server refuses to be told of a way there. Attributes that are stored nowhere have no values.
pub(crate) fn convert(uses: &[Use]) -> Vec<String> {
    let mut relations: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
    for it in uses {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_and_rows_hold_values() {
        let held = HashMap::from([
            ("s.d".to_string(), Holds::Values),
            ("s.a".to_string(), Holds::Arrays),
            ("s.row".to_string(), Holds::Within),
        ]);
        assert_eq!(held_by(&held, "s.d"), Some(Holds::Values));
        assert_eq!(held_by(&held, "s.d[]"), Some(Holds::Arrays));
        assert_eq!(held_by(&held, "s.a"), Some(Holds::Arrays));
        assert_eq!(held_by(&held, "s.a[]"), Some(Holds::Within));
        assert_eq!(held_by(&held, "s.row[]"), Some(Holds::Within));
        assert_eq!(held_by(&held, "s.other"), None);
    }
}
