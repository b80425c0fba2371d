//! Rewrite rules on tables and views: <https://www.postgresql.org/docs/current/sql-createrule.html>.
//! A view's query, which the server keeps as a rule, is part of the view.

use super::trigger::Enabled;
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Part, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::parser::rule_parts;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_rewrite`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    pub name: String,
    pub relation: QName,
    pub event: Event,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub instead: bool,
    pub body: Body,
    #[serde(default, skip_serializing_if = "Enabled::is_origin")]
    pub enabled: Enabled,
}

/// What a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Event {
    Insert,
    Update,
    Delete,
}

impl Event {
    fn word(self) -> &'static str {
        match self {
            Event::Insert => "INSERT",
            Event::Update => "UPDATE",
            Event::Delete => "DELETE",
        }
    }
}

/// What a rule does, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Shown")]
pub struct Body {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Statements; none for NOTHING.
    pub actions: Vec<String>,
}

/// A body as it was stored, or the rule's whole definition.
#[derive(Deserialize)]
#[serde(untagged)]
enum Shown {
    Whole {
        definition: String,
    },
    Parts {
        #[serde(default)]
        condition: Option<String>,
        actions: Vec<String>,
    },
}

impl TryFrom<Shown> for Body {
    type Error = String;

    fn try_from(shown: Shown) -> std::result::Result<Body, String> {
        let (condition, actions) = match shown {
            Shown::Parts { condition, actions } => (condition, actions),
            Shown::Whole { definition } => rule_parts(&definition).map_err(|e| e.message)?,
        };
        Ok(Body { condition, actions })
    }
}

impl Rule {
    fn enable(&self) -> String {
        let (state, name) = (self.enabled.words(), ident(&self.name));
        format!("ALTER TABLE {} {state} RULE {name}", self.relation)
    }

    fn statement(&self, command: &str) -> String {
        let (name, event) = (ident(&self.name), self.event.word());
        let mut sql = format!("{command} RULE {name} AS\n    ON {event} TO {}", self.relation);
        if let Some(condition) = &self.body.condition {
            sql += &format!("\n    WHERE {condition}");
        }
        let instead = if self.instead { "INSTEAD" } else { "ALSO" };
        let does = match &self.body.actions[..] {
            [] => "NOTHING".to_string(),
            [only] => only.clone(),
            several => format!("({})", several.join(";\n")),
        };
        format!("{sql}\n    DO {instead} {does}")
    }
}

impl Definition for Rule {
    const KIND: &'static str = "rule";
    const ABOUT: &'static str =
        "on tables and views: event, condition, actions, INSTEAD, enabled state";
    const CHANGES: &'static str = "replaced";
    const QUERY: &'static str = include_str!("../../sql/catalog/rule.sql");
    const COMMANDS: &'static [&'static str] =
        &["CREATE RULE", "ALTER RULE", "ALTER TABLE", "DROP RULE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(condition) = &mut self.body.condition {
            to.sql(Sql::RowExpression { of: self.relation.clone() }, condition)?;
        }
        for action in &mut self.body.actions {
            let (of, event) = (self.relation.clone(), self.event.word());
            to.sql(Sql::RuleAction { of, event }, action)?;
        }
        to.part(Part::Rule, &self.relation, &mut self.name)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    /// Queries of the server's own making would keep old names as aliases.
    fn follow(&self, from: &Self, _scope: &Scope) -> Result<Vec<String>> {
        let same = self.body == from.body;
        Ok(if same { Vec::new() } else { vec![self.statement("CREATE OR REPLACE")] })
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} ON {}", ident(&self.name), self.relation)
    }

    fn object(&self, scope: &Scope) -> String {
        format!("RULE {}", self.name(scope))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement("CREATE")])
    }

    fn settle(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(if self.enabled.is_origin() { Vec::new() } else { vec![self.enable()] })
    }

    /// One that takes another's place is enabled as that was.
    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        let as_before = Rule { enabled: from.enabled, ..self.clone() };
        let replace = (as_before != *from).then(|| self.statement("CREATE OR REPLACE"));
        let enable = (self.enabled != from.enabled).then(|| self.enable());
        Some(replace.into_iter().chain(enable).collect())
    }
}
