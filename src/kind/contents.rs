//! The contents of a materialized view that has been refreshed.
//!
//! <https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html>. They go with the view.

use crate::error::Result;
use crate::fact::{Definition, Fields, Scope, Space};
use crate::model::QName;
use serde::{Deserialize, Serialize};

/// A materialized view is populated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    pub view: QName,
}

impl Definition for Contents {
    const KIND: &'static str = "contents";
    const ABOUT: &'static str = "of a materialized view: a populated one is refreshed";
    const CHANGES: &'static str = "refreshed when it is made";
    const QUERY: &'static str = include_str!("../../sql/catalog/contents.sql");
    const COMMANDS: &'static [&'static str] = &["REFRESH MATERIALIZED VIEW"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Relation, &mut self.view)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.view.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("MATERIALIZED VIEW {}", self.view)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("REFRESH MATERIALIZED VIEW {}", self.view)])
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![format!("REFRESH MATERIALIZED VIEW {} WITH NO DATA", self.view)]
    }
}
