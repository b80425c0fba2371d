//! What the server changes of an index in place, be it a constraint's or not.

use super::{Element, Storage};
use crate::fact::Scope;
use crate::kind::constraint::Constraint;
use crate::kind::index::Index;
use crate::kind::table::{Table, changed, default_tablespace};
use crate::model::QName;
use crate::pg::quote::ident;

/// An index and its table.
#[derive(Clone, Copy)]
pub(in crate::kind) struct Place<'a> {
    pub index: &'a QName,
    pub relation: &'a QName,
    /// The table is partitioned, and the index holds nothing.
    pub partitioned: bool,
}

impl Storage {
    /// Statements that make it of `from`; `None` where the server cannot. Elements differ in their statistics
    /// targets alone.
    pub(in crate::kind) fn since(
        &self,
        from: &Storage,
        (elements, before): (&[&Element], &[&Element]),
        place: Place,
        scope: &Scope,
    ) -> Option<Vec<String>> {
        let Place { index, partitioned, .. } = place;
        let mut actions = changed(&self.options, &from.options);
        if partitioned && !actions.is_empty() {
            return None;
        }
        if self.tablespace != from.tablespace {
            let tablespace = self.tablespace.clone().unwrap_or_else(default_tablespace);
            actions.push(format!("SET TABLESPACE {}", ident(&tablespace)));
        }
        for (number, (element, old)) in (1..).zip(elements.iter().zip(before)) {
            if element.statistics != old.statistics {
                let target = element.statistics.unwrap_or(-1);
                actions.push(format!("ALTER COLUMN {number} SET STATISTICS {target}"));
            }
        }
        let mut list: Vec<String> =
            actions.iter().map(|action| format!("ALTER INDEX {index} {action}")).collect();
        list.extend(self.marks_since(from, place, scope));
        for extension in from.extensions.iter().filter(|e| !self.extensions.contains(e)) {
            list.push(format!("ALTER INDEX {index} NO DEPENDS ON EXTENSION {}", ident(extension)));
        }
        for extension in self.extensions.iter().filter(|e| !from.extensions.contains(e)) {
            list.push(format!("ALTER INDEX {index} DEPENDS ON EXTENSION {}", ident(extension)));
        }
        Some(list)
    }

    /// A table has each mark on one index: where another one gets it, nothing takes it away.
    fn marks_since(&self, from: &Storage, place: Place, scope: &Scope) -> Vec<String> {
        let Place { index, relation, .. } = place;
        let name = ident(&index.name);
        let mut list = Vec::new();
        let taken = |mark: fn(&Storage) -> bool| others(scope).into_iter().any(mark);
        if self.clustered && !from.clustered {
            list.push(format!("ALTER TABLE {relation} CLUSTER ON {name}"));
        } else if !self.clustered && from.clustered && !taken(|s| s.clustered) {
            list.push(format!("ALTER TABLE {relation} SET WITHOUT CLUSTER"));
        }
        if self.replica_identity && !from.replica_identity {
            list.push(format!("ALTER TABLE ONLY {relation} REPLICA IDENTITY USING INDEX {name}"));
        } else if !self.replica_identity && from.replica_identity && !taken(|s| s.replica_identity)
        {
            let table = scope.parent();
            let table = table.and_then(|t| t.def().as_any().downcast_ref::<Table>());
            let identity = table.and_then(|t| t.replica_identity.as_deref()).unwrap_or("DEFAULT");
            list.push(format!("ALTER TABLE ONLY {relation} REPLICA IDENTITY {identity}"));
        }
        list
    }

    /// What the server forgets where it makes the index again. The index may be new.
    pub(in crate::kind) fn remark<'a>(
        &self,
        index: &QName,
        elements: impl Iterator<Item = &'a Element>,
    ) -> Vec<String> {
        let mut list = Vec::new();
        for (number, element) in (1..).zip(elements) {
            if let Some(target) = element.statistics {
                list.push(format!(
                    "ALTER INDEX IF EXISTS {index} ALTER COLUMN {number} SET STATISTICS {target}"
                ));
            }
        }
        list
    }
}

/// The other indexes of a table.
fn others<'a>(scope: &Scope<'a>) -> Vec<&'a Storage> {
    let facts = scope.facts;
    let of_table = |table: Scope<'a>| table.each::<Index>().chain(table.each::<Constraint>());
    let siblings = scope.parent().into_iter().flat_map(of_table);
    let siblings = siblings.filter(|s| s.fact != scope.fact).map(|s| &facts.all[s.fact]);
    siblings
        .filter_map(|fact| match fact.get::<Index>() {
            Some(index) => Some(&index.storage),
            None => fact.get::<Constraint>()?.storage(),
        })
        .collect()
}
