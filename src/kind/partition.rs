//! Attachment of a partition to its parent: ATTACH PARTITION of
//! <https://www.postgresql.org/docs/current/sql-altertable.html>. A partition is made as a table of
//! its own, so that its columns keep their order, and then attached, as pg_dump does.

mod doubts;

use crate::error::Result;
use crate::fact::{Definition, Doubt, Exposed, Fields, Risk, Scope, Space, Sql};
use crate::kind::constraint::{Constraint, Rule};
use crate::kind::inheritance::all_parents;
use crate::kind::table::rows::table;
use crate::model::QName;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A row of `pg_inherits` whose child is a partition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    pub relation: QName,
    pub parent: QName,
    /// `FOR VALUES ...` or `DEFAULT`: constants without casts, so no name is in it.
    pub bound: String,
}

impl Partition {
    /// Names of the foreign keys that come with the attachment.
    fn foreign_keys(&self, scope: &Scope) -> Vec<String> {
        let own = |table: &Scope| -> Vec<String> {
            let keys = table.children::<Constraint>().into_iter();
            let keys = keys.filter(|c| matches!(c.rule, Rule::ForeignKey(_)));
            keys.map(|c| c.name.clone()).collect()
        };
        let Some(table) = scope.parent() else { return Vec::new() };
        let kept = own(&table);
        let (mut names, mut next) = (Vec::new(), all_parents(&table));
        while let Some(parent) = next.pop() {
            names.extend(own(&parent).into_iter().filter(|name| !kept.contains(name)));
            next.extend(all_parents(&parent));
        }
        names.sort();
        names.dedup();
        names
    }
}

impl Definition for Partition {
    const KIND: &'static str = "partition";
    const QUERY: &'static str = include_str!("../../sql/catalog/partition.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::PartitionBound { of: self.parent.clone() }, &mut self.bound)?;
        to.object(Space::Relation, &mut self.parent)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.relation.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TABLE {}", self.relation)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!(
            "ALTER TABLE ONLY {} ATTACH PARTITION {} {}",
            self.parent, self.relation, self.bound
        )])
    }

    /// All rows are looked at, those of the default partition too.
    fn risks(&self, _from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        let rest = self.rest(scope).as_ref().and_then(table).map(|t| t.name.clone());
        let risk = |relation| Risk { hazard: "long_lock", relation, trial: None };
        [self.relation.clone()].into_iter().chain(rest).map(risk).collect()
    }

    fn doubts(&self, _from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        self.questions(scope)
    }

    fn exposes(&self) -> Option<Exposed> {
        Some(Exposed::Heir { of: self.relation.clone(), parent: self.parent.clone() })
    }

    /// The server leaves it foreign keys that it had from its parents, which would be of its own then.
    fn drop(&self, scope: &Scope) -> Vec<String> {
        let apart = format!("ALTER TABLE ONLY {} DETACH PARTITION {}", self.parent, self.relation);
        let drop = |name: String| {
            format!("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", self.relation, ident(&name))
        };
        [apart].into_iter().chain(self.foreign_keys(scope).into_iter().map(drop)).collect()
    }
}
