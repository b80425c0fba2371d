//! Comments: <https://www.postgresql.org/docs/current/sql-comment.html>. Each belongs to the fact
//! at its address.

use crate::error::Result;
use crate::fact::{Definition, Fields, Modelled, Scope, Space};
use crate::model::QName;
use crate::pg::quote::literal;
use serde::{Deserialize, Serialize};

/// A row of `pg_description`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    pub text: String,
    /// The index of a constraint, which is part of that fact and has a comment of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<QName>,
}

impl Comment {
    /// The statement that says it of an object, as COMMENT names that.
    pub fn on(&self, object: &str) -> String {
        format!("COMMENT ON {object} IS {}", literal(&self.text))
    }
}

impl Definition for Comment {
    const KIND: &'static str = "comment";
    const ABOUT: &'static str = "on all of these";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/comment.sql");
    const COMMANDS: &'static [&'static str] = &["COMMENT"];
    const FACET: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        self.index.as_mut().map_or(Ok(()), |index| to.object(Space::Relation, index))
    }

    fn modelled(&self) -> Option<Modelled> {
        self.index.is_none().then(|| Modelled::Comment(self.text.clone()))
    }

    fn name(&self, scope: &Scope) -> String {
        match (&self.index, scope.parent()) {
            (Some(index), _) => format!("index {index}"),
            (None, Some(parent)) => parent.facts.label(parent.fact),
            (None, None) => String::new(),
        }
    }

    /// The phrase of what it describes.
    fn object(&self, scope: &Scope) -> String {
        match &self.index {
            Some(index) => format!("INDEX {index}"),
            None => scope.parent_object(),
        }
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.on(&self.object(scope))])
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        vec![format!("COMMENT ON {} IS NULL", self.object(scope))]
    }

    fn alter(&self, _from: &Self, scope: &Scope) -> Option<Vec<String>> {
        Some(vec![self.on(&self.object(scope))])
    }
}
