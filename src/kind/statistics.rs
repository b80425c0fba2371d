//! Extended statistics: <https://www.postgresql.org/docs/current/sql-createstatistics.html>. They have
//! a schema of their own, and belong to their table all the same.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Part, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::parser::statistics_expressions;
use crate::pg::quote::ident;
use serde::{Deserialize, Deserializer, Serialize};

/// A row of `pg_statistic_ext`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Statistics {
    pub name: QName,
    pub relation: QName,
    /// Empty for all that there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<StatisticsKind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default, deserialize_with = "expressions", skip_serializing_if = "Vec::is_empty")]
    pub expressions: Vec<String>,
    /// Where it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<i32>,
}

/// Columns stand in the order of the table, which differs where one was dropped and came back.
impl PartialEq for Statistics {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort();
            list
        };
        (&self.name, &self.relation, &self.kinds, &self.expressions, self.target)
            == (&other.name, &other.relation, &other.kinds, &other.expressions, other.target)
            && sorted(&self.columns) == sorted(&other.columns)
    }
}

/// What statistics count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatisticsKind {
    Ndistinct,
    Dependencies,
    Mcv,
}

impl StatisticsKind {
    fn word(self) -> &'static str {
        match self {
            StatisticsKind::Ndistinct => "ndistinct",
            StatisticsKind::Dependencies => "dependencies",
            StatisticsKind::Mcv => "mcv",
        }
    }
}

/// Reads expressions as they were stored, or cuts them out of the whole definition.
fn expressions<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Shown {
        Texts(Vec<String>),
        Whole { definition: String, columns: Option<usize> },
    }
    match Shown::deserialize(from)? {
        Shown::Texts(texts) => Ok(texts),
        Shown::Whole { definition, columns } => {
            statistics_expressions(&definition, columns.unwrap_or_default())
                .map_err(|e| serde::de::Error::custom(e.message))
        }
    }
}

impl Statistics {
    fn set_target(&self, target: i32, scope: &Scope) -> String {
        format!("ALTER {} SET STATISTICS {target}", self.object(scope))
    }

    /// What the server forgets where it makes them again. They may be new.
    pub fn remark(&self) -> Option<String> {
        let name = &self.name;
        let set = |t| format!("ALTER STATISTICS IF EXISTS {name} SET STATISTICS {t}");
        self.target.map(set)
    }
}

impl Definition for Statistics {
    const KIND: &'static str = "statistics object";
    const ABOUT: &'static str = "columns, expressions, kinds where not all, statistics target";
    const CHANGES: &'static str = "in place: statistics target; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/statistics.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_statistic_ext");
    const COMMANDS: &'static [&'static str] =
        &["CREATE STATISTICS", "ALTER STATISTICS", "DROP STATISTICS"];
    const ADJUSTS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for column in &mut self.columns {
            to.part(Part::Column, &self.relation, column)?;
        }
        for expression in &mut self.expressions {
            to.sql(Sql::Expression { of: Some(self.relation.clone()) }, expression)?;
        }
        to.object(Space::Statistics, &mut self.name)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn shed_casts(&mut self, column: &dyn Fn(&QName, &str) -> Option<String>) {
        let (relation, columns) = (&self.relation, &mut self.columns);
        self.expressions.retain(|expression| {
            let shed = column(relation, expression);
            columns.extend(shed.clone());
            shed.is_none()
        });
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("STATISTICS {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let kinds: Vec<&str> = self.kinds.iter().map(|k| k.word()).collect();
        let kinds = match kinds.is_empty() {
            true => String::new(),
            false => format!(" ({})", kinds.join(", ")),
        };
        let columns = self.columns.iter().map(|c| ident(c));
        let expressions = self.expressions.iter().map(|e| format!("({e})"));
        let of: Vec<String> = columns.chain(expressions).collect();
        Ok(vec![format!(
            "CREATE {}{kinds} ON {} FROM {}",
            self.object(scope),
            of.join(", "),
            self.relation
        )])
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(self.target.map(|target| self.set_target(target, scope)).into_iter().collect())
    }

    /// The target alone.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let as_before = Statistics { target: from.target, ..self.clone() };
        (as_before == *from).then(|| vec![self.set_target(self.target.unwrap_or(-1), scope)])
    }
}
