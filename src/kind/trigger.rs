//! Triggers on tables and views: <https://www.postgresql.org/docs/current/sql-createtrigger.html>,
//! <https://www.postgresql.org/docs/current/catalog-pg-trigger.html>

use super::routine::depends;
use crate::error::Result;
use crate::fact::{Definition, Exposed, Fields, Own, Part, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::parser::trigger_when;
use crate::pg::quote::{ident, idents, literal};
use serde::{Deserialize, Deserializer, Serialize};

/// A trigger, or the enabled state of one that a partition has from its parent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    pub name: String,
    pub relation: QName,
    #[serde(default, skip_serializing_if = "Enabled::is_origin")]
    pub enabled: Enabled,
    /// The state that the parent's trigger has given to this one, which differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Enabled>,
    /// What it does; absent where the trigger comes from the parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// Extensions that take it along when they are dropped (`DEPENDS ON EXTENSION`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
}

/// `pg_trigger.tgenabled`, and the same of a rule: under which `session_replication_role` it fires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Enabled {
    #[default]
    #[serde(rename = "O")]
    Origin,
    #[serde(rename = "D")]
    Disabled,
    #[serde(rename = "R")]
    Replica,
    #[serde(rename = "A")]
    Always,
}

impl Enabled {
    pub(super) fn is_origin(&self) -> bool {
        *self == Enabled::Origin
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Enabled::Origin => "ENABLE",
            Enabled::Disabled => "DISABLE",
            Enabled::Replica => "ENABLE REPLICA",
            Enabled::Always => "ENABLE ALWAYS",
        }
    }
}

/// When a trigger fires, and what it calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    pub timing: Timing,
    #[serde(default, skip_serializing_if = "no")]
    pub insert: bool,
    #[serde(default, skip_serializing_if = "no")]
    pub delete: bool,
    #[serde(default, skip_serializing_if = "no")]
    pub update: bool,
    /// Of `UPDATE OF`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default, skip_serializing_if = "no")]
    pub truncate: bool,
    #[serde(default, skip_serializing_if = "no")]
    pub row: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Constraint>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_table: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_table: Option<String>,
    #[serde(default, deserialize_with = "condition", skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    pub function: QName,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
}

/// Relative to the event.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Timing {
    #[serde(rename = "before")]
    Before,
    #[serde(rename = "after")]
    After,
    #[serde(rename = "instead of")]
    InsteadOf,
}

/// What only a constraint trigger has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    /// The table on the other side of the constraint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<QName>,
    #[serde(default, skip_serializing_if = "no")]
    pub deferrable: bool,
    #[serde(default, skip_serializing_if = "no")]
    pub deferred: bool,
}

fn no(flag: &bool) -> bool {
    !flag
}

/// Reads a condition as it was stored, or cuts it out of the trigger's whole definition.
fn condition<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Shown {
        Text(String),
        Whole { definition: String },
    }
    match Option::<Shown>::deserialize(from)? {
        None => Ok(None),
        Some(Shown::Text(text)) => Ok(Some(text)),
        Some(Shown::Whole { definition }) => {
            trigger_when(&definition).map_err(|e| serde::de::Error::custom(e.message))
        }
    }
}

impl Action {
    fn events(&self) -> String {
        let update = match self.columns.is_empty() {
            true => "UPDATE".to_string(),
            false => format!("UPDATE OF {}", idents(&self.columns)),
        };
        let all = [
            (self.insert, "INSERT"),
            (self.delete, "DELETE"),
            (self.update, update.as_str()),
            (self.truncate, "TRUNCATE"),
        ];
        let events: Vec<&str> = all.iter().filter(|e| e.0).map(|e| e.1).collect();
        events.join(" OR ")
    }

    /// Whether the server lets this take the place of another action. What fires for rows has triggers on
    /// partitions, which it would neither make nor take away then.
    fn replaces(&self, from: &Self) -> bool {
        self.constraint.is_none() && from.constraint.is_none() && self.row == from.row
    }

    /// `REFERENCING`, where there are transition tables.
    fn transition_tables(&self) -> Option<String> {
        let old = self.old_table.as_ref().map(|t| format!(" OLD TABLE AS {}", ident(t)));
        let new = self.new_table.as_ref().map(|t| format!(" NEW TABLE AS {}", ident(t)));
        let tables: String = old.into_iter().chain(new).collect();
        Some(format!("REFERENCING{tables}")).filter(|_| !tables.is_empty())
    }

    fn lines(&self, command: &str, name: &str, relation: &QName) -> Vec<String> {
        let constraint = if self.constraint.is_some() { "CONSTRAINT " } else { "" };
        let timing = match self.timing {
            Timing::Before => "BEFORE",
            Timing::After => "AFTER",
            Timing::InsteadOf => "INSTEAD OF",
        };
        let mut lines = vec![
            format!("{command} {constraint}TRIGGER {}", ident(name)),
            format!("{timing} {} ON {relation}", self.events()),
        ];
        if let Some(constraint) = &self.constraint {
            lines.extend(constraint.from.as_ref().map(|f| format!("FROM {f}")));
            if constraint.deferrable {
                let initially = if constraint.deferred { " INITIALLY DEFERRED" } else { "" };
                lines.push(format!("DEFERRABLE{initially}"));
            }
        }
        lines.extend(self.transition_tables());
        lines.push(format!("FOR EACH {}", if self.row { "ROW" } else { "STATEMENT" }));
        lines.extend(self.when.as_ref().map(|w| format!("WHEN ({w})")));
        let args: Vec<String> = self.args.iter().map(|a| literal(a)).collect();
        lines.push(format!("EXECUTE FUNCTION {}({})", self.function, args.join(", ")));
        lines
    }

    fn fields(&mut self, relation: &QName, to: &mut dyn Fields) -> Result<()> {
        for column in &mut self.columns {
            to.part(Part::Column, relation, column)?;
        }
        if let Some(when) = &mut self.when {
            to.sql(Sql::RowExpression { of: relation.clone() }, when)?;
        }
        if let Some(from) = self.constraint.as_mut().and_then(|c| c.from.as_mut()) {
            to.object(Space::Relation, from)?;
        }
        to.object(Space::Routine, &mut self.function)
    }
}

impl Trigger {
    /// Partitions' triggers follow, as they do in the statement that gave them their state.
    fn enable(&self, state: Enabled) -> String {
        format!("ALTER TABLE {} {} TRIGGER {}", self.relation, state.words(), ident(&self.name))
    }

    fn statement(&self, command: &str) -> Option<String> {
        let lines = self.action.as_ref()?.lines(command, &self.name, &self.relation);
        Some(lines.join("\n    "))
    }

    /// Triggers that partitions have from this one and that are in another state than their parents', those of
    /// parents first.
    fn heirs<'a>(&self, scope: &Scope<'a>) -> Vec<&'a Trigger> {
        let own = scope.facts.all[scope.fact].at;
        let after = |i: usize| &scope.facts.all[i].after;
        let below = scope.facts.each::<Trigger>().filter(|(i, _)| after(*i).contains(&own));
        let mut heirs: Vec<(usize, &Trigger)> =
            below.map(|(i, t)| (after(i).len(), t)).filter(|(_, t)| t.action.is_none()).collect();
        heirs.sort_by_key(|(depth, _)| *depth);
        heirs.into_iter().map(|(_, t)| t).collect()
    }
}

impl Definition for Trigger {
    const KIND: &'static str = "trigger";
    const ABOUT: &'static str =
        "events, columns, WHEN, transition tables, constraint triggers, enabled state";
    const CHANGES: &'static str = "replaced; made anew where it is a constraint trigger, or fires per row instead of per statement";
    const QUERY: &'static str = include_str!("../../sql/catalog/trigger.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_trigger WHERE NOT tgisinternal");
    const COMMANDS: &'static [&'static str] =
        &["CREATE TRIGGER", "ALTER TABLE", "ALTER TRIGGER", "DROP TRIGGER"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(action) = &mut self.action {
            action.fields(&self.relation, to)?;
        }
        to.part(Part::Trigger, &self.relation, &mut self.name)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    /// One that comes from the parent's follows it.
    fn rename(&self, new: &str, scope: &Scope) -> Vec<String> {
        match self.action {
            Some(_) => vec![format!("ALTER {} RENAME TO {}", self.object(scope), ident(new))],
            None => Vec::new(),
        }
    }

    fn exposes(&self) -> Option<Exposed> {
        let action = self.action.as_ref()?;
        let tables = action.old_table.iter().chain(&action.new_table).cloned().collect();
        let routine = action.function.clone();
        let (of, name) = (self.relation.clone(), self.name.clone());
        Some(Exposed::Trigger { of, name, routine, tables })
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} ON {}", ident(&self.name), self.relation)
    }

    fn object(&self, scope: &Scope) -> String {
        format!("TRIGGER {}", self.name(scope))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(self.statement("CREATE").into_iter().collect())
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        let differs = self.enabled != self.parent.unwrap_or_default();
        let mut statements = Vec::from_iter(differs.then(|| self.enable(self.enabled)));
        statements.extend(depends(&self.object(scope), &[], &self.extensions));
        Ok(statements)
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let mut statements = Vec::new();
        if self.action != from.action {
            let (new, old) = (self.action.as_ref()?, from.action.as_ref()?);
            if !new.replaces(old) {
                return None;
            }
            // The server forgets state and extensions.
            statements.extend(self.statement("CREATE OR REPLACE"));
            statements.extend(self.settle(scope).ok()?);
        } else {
            if self.enabled != from.enabled || self.parent != from.parent {
                statements.push(self.enable(self.enabled));
            }
            statements.extend(depends(&self.object(scope), &from.extensions, &self.extensions));
        }
        // Either has given the partitions' triggers the same state.
        if !statements.is_empty() {
            statements.extend(self.heirs(scope).into_iter().map(|t| t.enable(t.enabled)));
        }
        Some(statements)
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        match self.parent {
            // The trigger itself goes with the parent's.
            Some(state) => vec![self.enable(state)],
            None => vec![format!("DROP {}", self.object(scope))],
        }
    }
}
