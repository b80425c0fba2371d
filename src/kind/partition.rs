//! Attachment of a partition to its parent: ATTACH PARTITION of
//! <https://www.postgresql.org/docs/current/sql-altertable.html>. A partition is made as a table of
//! its own, so that its columns keep their order, and then attached, as pg_dump does.

mod doubts;

use crate::error::Result;
use crate::fact::{
    Aside, Definition, Doubt, Exposed, Fate, Fields, Modelled, Part, Risk, Scope, Space, Sql,
};
use crate::kind::constraint::{Constraint, Rule};
use crate::kind::inheritance::all_parents;
use crate::model::QName;
use crate::pg::quote::ident;
use hashbrown::HashSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A row of `pg_inherits` whose child is a partition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    pub relation: QName,
    pub parent: QName,
    /// `FOR VALUES ...` or `DEFAULT`: constants without casts, so no name is in it.
    pub bound: String,
    /// Foreign keys that the partition has from its parent: a table that is detached keeps them.
    #[serde(default, skip_serializing_if = "Aside::is_unknown")]
    pub foreign_keys: Aside<Option<Vec<String>>>,
}

impl Definition for Partition {
    const KIND: &'static str = "partition";
    const ABOUT: &'static str = "range, list, hash, default; sub-partitions";
    const CHANGES: &'static str = "detached and attached";
    const QUERY: &'static str = include_str!("../../sql/catalog/partition.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_inherits");
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::PartitionBound { of: self.parent.clone() }, &mut self.bound)?;
        for name in self.foreign_keys.0.iter_mut().flatten() {
            to.part(Part::Constraint, &self.relation, name)?;
        }
        to.object(Space::Relation, &mut self.parent)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Partition { relation: self.relation.clone() })
    }

    fn fate(&self) -> Fate {
        Fate::WithTable
    }

    fn name(&self, _scope: &Scope) -> String {
        self.relation.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TABLE {}", self.relation)
    }

    fn brings(&self) -> Option<(Part, &[String])> {
        Some((Part::Constraint, self.foreign_keys.0.as_deref()?))
    }

    fn rename_inner(&self, old: &str, new: &str) -> Option<String> {
        let (old, new) = (ident(old), ident(new));
        Some(format!("ALTER TABLE {} RENAME CONSTRAINT {old} TO {new}", self.relation))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!(
            "ALTER TABLE ONLY {} ATTACH PARTITION {} {}",
            self.parent, self.relation, self.bound
        )])
    }

    fn risks(&self, _from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        self.reads(scope)
    }

    fn doubts(&self, _from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        self.questions(scope)
    }

    fn exposes(&self) -> Option<Exposed> {
        Some(Exposed::Heir { of: self.relation.clone(), parent: self.parent.clone() })
    }

    /// What foreign keys the table then has are facts of their own, which are made after it.
    fn drop(&self, scope: &Scope) -> Vec<String> {
        let relation = &self.relation;
        let mut sql = vec![format!("ALTER TABLE ONLY {} DETACH PARTITION {relation}", self.parent)];
        // One that is dropped from the parent at the same time may be gone.
        sql.extend(self.inherited(scope).into_iter().map(|name| {
            format!("ALTER TABLE {relation} DROP CONSTRAINT IF EXISTS {}", ident(&name))
        }));
        sql
    }
}

impl Partition {
    /// Names of the foreign keys that the partition has from its parents: those that it has, and those that
    /// it gets when it is attached here.
    fn inherited(&self, scope: &Scope) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self.foreign_keys.0.iter().flatten().cloned().collect();
        let Some(table) = scope.parent() else { return names };
        let own: Vec<&String> =
            table.children::<Constraint>().into_iter().map(|c| &c.name).collect();
        let mut parents = all_parents(&table);
        let mut seen = HashSet::new();
        while let Some(parent) = parents.pop() {
            if !seen.insert(parent.fact) {
                continue;
            }
            let keys = parent.children::<Constraint>().into_iter();
            let keys = keys.filter(|c| matches!(c.rule, Rule::ForeignKey(_)));
            names.extend(keys.map(|c| &c.name).filter(|n| !own.contains(n)).cloned());
            parents.extend(all_parents(&parent));
        }
        names
    }
}
