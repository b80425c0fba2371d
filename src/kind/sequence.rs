//! Sequences that stand by themselves or are owned by a column:
//! <https://www.postgresql.org/docs/current/sql-createsequence.html>. The current value is data.

use crate::error::Result;
use crate::fact::{Definition, Doubt, Fate, Fields, Modelled, Own, Scope, Space, Sql};
use crate::kind::sequence_owner::SequenceOwner;
use crate::kind::table::persistence;
use crate::kind::table::rows::has;
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// How a sequence counts; `None` is the default of its type and direction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counting {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cycle: bool,
}

impl Counting {
    /// The clauses of CREATE SEQUENCE, only what is not the default.
    pub fn clauses(&self) -> Vec<String> {
        let numbers = [
            ("START WITH", self.start),
            ("INCREMENT BY", self.increment),
            ("MINVALUE", self.min),
            ("MAXVALUE", self.max),
            ("CACHE", self.cache),
        ];
        let mut clauses: Vec<String> =
            numbers.iter().filter_map(|(word, n)| n.map(|n| format!("{word} {n}"))).collect();
        if self.cycle {
            clauses.push("CYCLE".to_string());
        }
        clauses
    }

    /// What is not the default, in words of Python.
    pub fn said(&self) -> Vec<(&'static str, i64)> {
        let numbers = [
            ("start", self.start),
            ("increment", self.increment),
            ("minvalue", self.min),
            ("maxvalue", self.max),
            ("cache", self.cache),
        ];
        numbers.into_iter().filter_map(|(word, n)| Some((word, n?))).collect()
    }

    /// Where it starts, said or not.
    fn first(&self) -> i64 {
        let down = self.increment.is_some_and(|i| i < 0);
        self.start.or(if down { self.max } else { self.min }).unwrap_or(if down { -1 } else { 1 })
    }

    /// The clauses of ALTER SEQUENCE that make it count like this. It goes on from where it stands: nothing
    /// here says RESTART. A new type brings new limits unless they are said.
    pub fn since(&self, from: &Counting, retyped: bool) -> Vec<String> {
        let down = |c: &Counting| c.increment.is_some_and(|i| i < 0);
        let limits = retyped || down(self) != down(from);
        // NO means the limit of the type where that changes, also where it would be 1 or -1.
        let near = |is_near: bool, n: i64| is_near.then_some(n);
        let limit = |word: &str, it: Option<i64>, was: Option<i64>, near: Option<i64>| {
            let said = it.or(near).map_or_else(|| format!("NO {word}"), |n| format!("{word} {n}"));
            (limits || it != was).then_some(said)
        };
        let number = |word: &str, it: i64, was: i64| (it != was).then(|| format!("{word} {it}"));
        let cycle = if self.cycle { "CYCLE" } else { "NO CYCLE" };
        let clauses = [
            number("INCREMENT BY", self.increment.unwrap_or(1), from.increment.unwrap_or(1)),
            limit("MINVALUE", self.min, from.min, near(!down(self), 1)),
            limit("MAXVALUE", self.max, from.max, near(down(self), -1)),
            number("START WITH", self.first(), from.first()),
            number("CACHE", self.cache.unwrap_or(1), from.cache.unwrap_or(1)),
            (self.cycle != from.cycle).then(|| cycle.to_string()),
        ];
        clauses.into_iter().flatten().collect()
    }

    /// The doubt whether a sequence stands where it could go on; `None` where its limits are as before.
    pub fn doubt(&self, from: &Counting, sequence: &QName) -> Option<Doubt> {
        let beyond = [("<", self.min, from.min), (">", self.max, from.max)];
        let beyond = beyond.into_iter().filter(|(_, it, was)| it != was);
        let beyond: Vec<String> = beyond
            .filter_map(|(operator, it, _)| it.map(|n| format!("s.last_value {operator} {n}")))
            .collect();
        let there = !beyond.is_empty() && has(sequence, &["last_value"]);
        there.then(|| Doubt {
            each: None,
            problem: format!("sequence {sequence} stands beyond its limits"),
            query: format!(
                "SELECT pg_catalog.count(*), pg_catalog.min(s.last_value::pg_catalog.text) \
                 FROM {sequence} AS s WHERE {}",
                beyond.join(" OR ")
            ),
        })
    }
}

/// A row of `pg_sequence` that does not belong to an identity column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    pub name: QName,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    #[serde(rename = "type")]
    pub type_name: String,
    pub options: Counting,
}

impl Definition for Sequence {
    const KIND: &'static str = "sequence";
    const ABOUT: &'static str = "type and options, unlogged; not the last value";
    const CHANGES: &'static str = "in place";
    const RELATIONS: usize = 1;
    const QUERY: &'static str = include_str!("../../sql/catalog/sequence.sql");
    const COMMANDS: &'static [&'static str] =
        &["CREATE SEQUENCE", "ALTER SEQUENCE", "DROP SEQUENCE"];
    const ADJUSTS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::FixedType, &mut self.type_name)?;
        to.object(Space::Relation, &mut self.name)
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Sequence {
            name: self.name.clone(),
            type_name: self.type_name.clone(),
            counting: self.options.said(),
            cycle: self.options.cycle,
        })
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn fate(&self) -> Fate {
        Fate::Along
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("SEQUENCE {}", self.name)
    }

    /// One that a column owns goes where its table goes.
    fn relocate(&self, schema: &str, scope: &Scope) -> Vec<String> {
        match scope.children::<SequenceOwner>().is_empty() {
            true => vec![format!("ALTER SEQUENCE {} SET SCHEMA {}", self.name, ident(schema))],
            false => Vec::new(),
        }
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        let persistence = if self.unlogged { "UNLOGGED " } else { "" };
        let mut words = vec![format!("CREATE {persistence}SEQUENCE {}", self.name)];
        if self.type_name != "bigint" {
            words.push(format!("AS {}", self.type_name));
        }
        words.extend(self.options.clauses());
        Ok(vec![words.join(" ")])
    }

    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        let retyped = self.type_name != from.type_name;
        let mut words = self.options.since(&from.options, retyped);
        if retyped {
            words.insert(0, format!("AS {}", self.type_name));
        }
        let mut statements = Vec::new();
        if !words.is_empty() {
            statements.push(format!("ALTER SEQUENCE {} {}", self.name, words.join(" ")));
        }
        if self.unlogged != from.unlogged {
            let persistence = persistence(self.unlogged);
            statements.push(format!("ALTER SEQUENCE {} SET {persistence}", self.name));
        }
        Some(statements)
    }

    fn doubts(&self, from: Option<&Self>, _scope: &Scope) -> Vec<Doubt> {
        from.and_then(|f| self.options.doubt(&f.options, &self.name)).into_iter().collect()
    }

    /// Where it stands does not come back.
    fn data_probe(&self, _scope: &Scope) -> Option<String> {
        Some(format!(
            "SELECT 'last value ' || s.last_value FROM {} AS s WHERE s.is_called",
            self.name
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::Counting;

    const PLAIN: Counting =
        Counting { increment: None, min: None, max: None, start: None, cache: None, cycle: false };

    fn since(it: &Counting, from: &Counting, retyped: bool) -> String {
        it.since(from, retyped).join(" ")
    }

    #[test]
    fn a_new_type_keeps_the_limits() {
        let limited = Counting { max: Some(7), ..PLAIN };
        assert_eq!(since(&limited, &limited, true), "MINVALUE 1 MAXVALUE 7");
        assert_eq!(since(&limited, &PLAIN, false), "MAXVALUE 7");
        assert_eq!(since(&PLAIN, &limited, false), "NO MAXVALUE");
    }

    #[test]
    fn the_start_goes_with_the_limits() {
        let from_ten = Counting { min: Some(10), ..PLAIN };
        assert_eq!(since(&from_ten, &PLAIN, false), "MINVALUE 10 START WITH 10");
        let down = Counting { increment: Some(-2), ..PLAIN };
        let all = "INCREMENT BY -2 NO MINVALUE MAXVALUE -1 START WITH -1";
        assert_eq!(since(&down, &PLAIN, false), all);
        let apart = Counting { cache: Some(5), cycle: true, ..PLAIN };
        assert_eq!(since(&PLAIN, &apart, false), "CACHE 1 NO CYCLE");
    }
}
