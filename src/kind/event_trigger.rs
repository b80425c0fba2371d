//! Event triggers: <https://www.postgresql.org/docs/current/sql-createeventtrigger.html>. They come last, for they would
//! fire at what is made after them.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, word};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use serde::{Deserialize, Serialize};

/// A row of `pg_event_trigger`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventTrigger {
    pub name: String,
    pub event: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    pub function: QName,
    /// `DISABLE`, `ENABLE REPLICA` or `ENABLE ALWAYS`, where it is not simply enabled.
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<String>,
}

impl EventTrigger {
    fn enable(&self, scope: &Scope) -> String {
        format!("ALTER {} {}", self.object(scope), self.enabled.as_deref().unwrap_or("ENABLE"))
    }
}

impl Definition for EventTrigger {
    const KIND: &'static str = "event trigger";
    const ABOUT: &'static str = "event, tags, function, enabled state";
    const CHANGES: &'static str = "in place: enabled state; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/event_trigger.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_event_trigger");
    const COMMANDS: &'static [&'static str] =
        &["CREATE EVENT TRIGGER", "ALTER EVENT TRIGGER", "DROP EVENT TRIGGER"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Routine, &mut self.function)?;
        to.global(Space::EventTrigger, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("EVENT TRIGGER {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let tags = self.tags.as_ref().map(|tags| {
            let tags: Vec<String> = tags.iter().map(|tag| literal(tag)).collect();
            format!(" WHEN TAG IN ({})", tags.join(", "))
        });
        let (object, event) = (self.object(scope), ident(&self.event));
        Ok(vec![format!(
            "CREATE {object} ON {event}{} EXECUTE FUNCTION {}()",
            tags.unwrap_or_default(),
            self.function
        )])
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(self.enabled.is_some().then(|| self.enable(scope)).into_iter().collect())
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let alike = EventTrigger { enabled: from.enabled.clone(), ..self.clone() };
        (alike == *from).then(|| vec![self.enable(scope)])
    }
}
