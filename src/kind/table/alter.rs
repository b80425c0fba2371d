//! What the server changes of a table in place.

use super::{Table, parameters, rows};
use crate::fact::Scope;
use crate::kind::constraint::Constraint;
use crate::kind::identity::Identity;
use crate::kind::index::Index;
use crate::kind::inheritance::Inheritance;
use crate::kind::partition::Partition;
use crate::kind::sequence::Sequence;
use crate::kind::sequence_owner::SequenceOwner;
use crate::model::QName;
use crate::pg::quote::ident;
use crate::pg::settings::MAJOR;
use crate::pg::spi;
use hashbrown::HashSet;

impl Table {
    /// The statements of [`crate::fact::Definition::alter`].
    pub(super) fn alteration(&self, from: &Table, scope: &Scope) -> Option<Vec<String>> {
        let partitioned = self.partitioned.is_some();
        // The server keeps no promise that it seems to make there.
        let relogged = partitioned && self.unlogged != from.unlogged;
        let moved = partitioned && self.access_method != from.access_method && MAJOR < 17;
        if self.partitioned != from.partitioned || relogged || moved {
            return None;
        }
        let mut actions = changed(&self.options, &from.options);
        if self.access_method != from.access_method {
            let plain = if partitioned { "DEFAULT" } else { "heap" };
            let method =
                self.access_method.as_ref().map_or_else(|| plain.to_string(), |m| ident(m));
            actions.push(format!("SET ACCESS METHOD {method}"));
        }
        if self.tablespace != from.tablespace {
            let tablespace = self.tablespace.clone().unwrap_or_else(default_tablespace);
            actions.push(format!("SET TABLESPACE {}", ident(&tablespace)));
        }
        if self.unlogged != from.unlogged {
            actions.push(format!("SET {}", persistence(self.unlogged)));
        }
        if self.replica_identity != from.replica_identity && !identified_by_index(scope) {
            let identity = self.replica_identity.as_deref().unwrap_or("DEFAULT");
            actions.push(format!("REPLICA IDENTITY {identity}"));
        }
        if self.of_type != from.of_type {
            let of = self.of_type.as_ref().map(|of| format!("OF {of}"));
            actions.push(of.unwrap_or_else(|| "NOT OF".to_string()));
        }
        let (mut statements, after) = match self.unlogged != from.unlogged {
            true => self.untied(scope)?,
            false => Default::default(),
        };
        if !actions.is_empty() {
            statements.push(format!("ALTER TABLE ONLY {} {}", self.name, actions.join(", ")));
        }
        if self.unlogged != from.unlogged {
            statements.extend(self.counters(scope));
            statements.extend(after);
        }
        statements.extend(self.secure((from.row_security, from.force_row_security)));
        Some(statements)
    }

    /// Whether its rows are written anew.
    pub(super) fn is_rewritten(&self, from: &Table) -> bool {
        let place = |t: &Table| (t.unlogged, t.access_method.clone(), t.tablespace.clone());
        self.partitioned.is_none() && place(self) != place(from)
    }

    /// Statements for sequences of its columns that are not what the table is: they go along with it.
    fn counters(&self, scope: &Scope) -> Vec<String> {
        let facts = scope.facts;
        let mut other: Vec<&QName> = Vec::new();
        for fact in &facts.all {
            if let Some(it) = fact.get::<Identity>() {
                if it.relation == self.name && it.unlogged != self.unlogged {
                    other.push(&it.sequence);
                }
            } else if let Some(it) = fact.get::<SequenceOwner>().filter(|o| o.relation == self.name)
            {
                let sequence = facts.owner(fact.at).and_then(|f| facts.all[f].get::<Sequence>());
                if sequence.is_some_and(|s| s.unlogged != self.unlogged) {
                    other.push(&it.sequence);
                }
            }
        }
        let word = persistence(!self.unlogged);
        other
            .into_iter()
            .map(|name| format!("ALTER SEQUENCE IF EXISTS {name} SET {word}"))
            .collect()
    }
}

/// As ALTER TABLE and ALTER SEQUENCE say it.
pub(in crate::kind) fn persistence(unlogged: bool) -> &'static str {
    if unlogged { "UNLOGGED" } else { "LOGGED" }
}

/// Whether an index of the table is its replica identity.
fn identified_by_index(table: &Scope) -> bool {
    let mut indexes = table.children::<Index>().into_iter();
    let mut constraints = table.children::<Constraint>().into_iter();
    indexes.any(|i| i.storage.replica_identity)
        || constraints.any(|c| c.storage().is_some_and(|s| s.replica_identity))
}

/// `SET (...)` and `RESET (...)` that make options, `name=value`, of others.
pub fn changed(options: &[String], from: &[String]) -> Vec<String> {
    let name = |option: &str| option.split('=').next().unwrap_or_default().to_string();
    let mut set: Vec<String> = options.iter().filter(|o| !from.contains(o)).cloned().collect();
    // The server puts what is set behind what is left.
    let has = |all: &[String], option: &str| all.iter().any(|o| name(o) == name(option));
    let left = from.iter().filter(|o| has(options, o) && !has(&set, o));
    let result: Vec<&String> = left.chain(&set).collect();
    let same = |toast: bool| {
        let of = |option: &&String| option.starts_with("toast.") == toast;
        result.iter().copied().filter(of).eq(options.iter().filter(of))
    };
    if !same(false) || !same(true) {
        set = options.to_vec();
    }
    let gone = |o: &&String| !options.iter().any(|option| name(option) == name(o));
    let reset: Vec<String> = from.iter().filter(gone).map(|o| reset_name(&name(o))).collect();
    let mut actions = Vec::new();
    if !reset.is_empty() {
        actions.push(format!("RESET ({})", reset.join(", ")));
    }
    if !set.is_empty() {
        actions.push(format!("SET ({})", parameters(&set)));
    }
    actions
}

fn reset_name(name: &str) -> String {
    match name.strip_prefix("toast.") {
        Some(name) => format!("toast.{}", ident(name)),
        None => ident(name),
    }
}

/// The tablespace of what names none.
pub fn default_tablespace() -> String {
    let row = spi::first(
        "SELECT s.spcname::pg_catalog.text FROM pg_catalog.pg_database d \
         JOIN pg_catalog.pg_tablespace s ON s.oid = d.dattablespace \
         WHERE d.datname = pg_catalog.current_database()",
        &[],
    );
    row.ok().flatten().map_or_else(|| "pg_default".to_string(), |row| row.text(0).to_string())
}

/// Whether followed tables inherit from a table.
pub fn has_heirs(table: &Scope) -> bool {
    rows::name(table)
        .is_some_and(|name| table.facts.each::<Inheritance>().any(|(_, tie)| tie.parent == *name))
}

/// The followed tables, foreign ones too, that inherit from a table or are its partitions, at whatever depth.
pub fn heirs<'a>(table: &Scope<'a>) -> Vec<Scope<'a>> {
    let facts = table.facts;
    let Some(name) = rows::name(table) else { return Vec::new() };
    let partitions = facts.each::<Partition>().map(|(tie, it)| (&it.parent, tie));
    let children = facts.each::<Inheritance>().map(|(tie, it)| (&it.parent, tie));
    let mut ties: Vec<(&QName, usize)> = partitions.chain(children).collect();
    ties.sort_by_key(|(_, tie)| *tie);
    let ties: Vec<(&QName, usize)> =
        ties.into_iter().filter_map(|(parent, tie)| Some((parent, facts.parent(tie)?))).collect();
    let (mut seen, mut found, mut next) = (HashSet::new(), Vec::new(), vec![name]);
    while let Some(parent) = next.pop() {
        for (_, heir) in ties.iter().filter(|(p, _)| *p == parent) {
            let scope = table.at(*heir);
            if let Some(name) = rows::name(&scope)
                && seen.insert(*heir)
            {
                found.push(scope);
                next.push(name);
            }
        }
    }
    found
}
