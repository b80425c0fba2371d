//! Whether a revision finds room in the server's lock table, which all sessions share:
//! <https://www.postgresql.org/docs/current/runtime-config-locks.html>. It can be somewhat larger than it says.

use crate::diff::Recorded;
use crate::error::{Error, Result};
use crate::fact::{Fields, Space};
use crate::model::QName;
use crate::pg::spi;
use crate::revision::{Revision, Stored};
use pgrx::PgSqlErrorCode;
use std::collections::HashSet;

/// Refuses a revision that one transaction has no room for, before anything is done.
///
/// Errors: 53200 too many relations are made, changed or dropped in one transaction.
pub fn room(revision: &Revision, steps: &[Stored], facts: &[&Recorded]) -> Result<()> {
    if revision.reached.is_some() {
        return Ok(());
    }
    let settings = spi::first(
        "SELECT pg_catalog.current_setting('max_locks_per_transaction'),
                (SELECT pg_catalog.sum(pg_catalog.current_setting(s)::bigint) + 1
                   FROM pg_catalog.unnest(ARRAY['max_connections', 'max_prepared_transactions', 'autovacuum_max_workers',
                        'max_worker_processes', 'max_wal_senders']) AS s)::text,
                (SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks AS l
                  WHERE l.pid = pg_catalog.pg_backend_pid() AND NOT l.fastpath)::text",
        &[],
    )?;
    let Some(settings) = settings else { return Ok(()) };
    let (each, sessions): (usize, usize) = (settings.parse(0)?, settings.parse(1)?);
    // Those of the revisions before it are held until the end.
    let held: usize = settings.parse(2)?;
    let (relations, room) = (relations(steps, facts)?, each * sessions);
    if relations + held <= room + room / 10 {
        return Ok(());
    }
    let enough = (relations + held) * 5 / 4 / sessions.max(1) + 1;
    let after = match held * 10 > relations {
        true => format!(", after {held} locks of this transaction,"),
        false => ",".to_string(),
    };
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_OUT_OF_MEMORY,
        format!("revision \"{}\" needs more locks than this server has room for", revision.id),
    )
    .detail(format!(
        "It makes, changes or drops about {relations} relations{after} and the lock table of all sessions holds \
         {room}: max_locks_per_transaction is {each}."
    ))
    .hint(format!(
        "Run it in several transactions by CALL schemig.upgrade_in_batches('{}'), or set \
         max_locks_per_transaction to {enough} and restart the server.",
        revision.id
    )))
}

/// How many relations the steps make, change or drop, about. What is only taken over, or has another name because of
/// something else, has no step.
fn relations(steps: &[Stored], facts: &[&Recorded]) -> Result<usize> {
    let label = |step: &Stored| format!("{} {}", step.kind, step.object);
    let all: HashSet<String> = steps.iter().map(label).collect();
    let whole = |step: &&Stored| matches!(step.change.as_str(), "create" | "drop");
    let whole: HashSet<String> = steps.iter().filter(whole).map(label).collect();
    let (mut count, mut made, mut touched) = (0, HashSet::new(), HashSet::new());
    let mut along = Vec::new();
    for fact in facts {
        let (relations, label) = (fact.def.entry().relations, fact.label());
        let named = Named::by(fact)?;
        if relations > 0 && whole.contains(&label) {
            count += relations;
            made.extend(own(fact));
        } else if relations > 0 && !all.contains(&label) {
            along.push((relations, named));
            continue;
        }
        if all.contains(&label) {
            touched.extend(named);
        }
    }
    // Sequences and indexes that are a part of what is made or dropped.
    let along = along.iter().filter(|(_, named)| named.iter().any(|name| made.contains(name)));
    count += along.map(|(relations, _)| relations).sum::<usize>();
    Ok(count + touched.difference(&made).count())
}

/// The name of a relation that a fact is.
fn own(fact: &Recorded) -> Option<String> {
    let mut def = fact.def.boxed();
    let own = def.own()?;
    Some(QName { schema: own.schema?.clone(), name: own.name.clone() }.to_string())
}

/// Relations that a definition names, its own among them.
struct Named(HashSet<String>);

impl Named {
    fn by(fact: &Recorded) -> Result<HashSet<String>> {
        let mut named = Named(HashSet::new());
        fact.def.boxed().fields(&mut named)?;
        Ok(named.0)
    }
}

impl Fields for Named {
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        if space == Space::Relation {
            self.0.insert(name.to_string());
        }
        Ok(())
    }
}
