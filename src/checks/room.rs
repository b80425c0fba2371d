//! Whether a revision finds room in the server's lock table, which all sessions share:
//! <https://www.postgresql.org/docs/current/runtime-config-locks.html>. It can be somewhat larger than it says.

use crate::apply::Direction;
use crate::diff::Left;
use crate::error::{Error, Result};
use crate::fact::{Fields, Space};
use crate::model::QName;
use crate::pg::spi;
use crate::revision::{Revision, Stored};
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;

/// Refuses a revision that one transaction has no room for, before anything is done.
///
/// Errors: 53200 too many relations are made, changed or dropped in one transaction.
pub fn room<'a>(
    revision: &Revision,
    direction: Direction,
    steps: &[&Stored],
    facts: impl Iterator<Item = &'a Left>,
) -> Result<()> {
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
    let (objects, room) = (objects(direction, steps, facts)?, each * sessions);
    if objects + held <= room + room / 10 {
        return Ok(());
    }
    let enough = (objects + held) * 5 / 4 / sessions.max(1) + 1;
    let after = match held * 10 > objects {
        true => format!(", after {held} locks of this transaction,"),
        false => ",".to_string(),
    };
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_OUT_OF_MEMORY,
        format!("revision \"{}\" needs more locks than this server has room for", revision.id),
    )
    .detail(format!(
        "It makes, changes or drops about {objects} relations and what belongs to them{after} and the lock table of all sessions holds \
         {room}: max_locks_per_transaction is {each}."
    ))
    .hint(match direction {
        Direction::Up => format!(
            "Run it in several transactions by CALL schemig.upgrade_in_batches('{}'), or set \
             max_locks_per_transaction to {enough} and restart the server.",
            revision.id
        ),
        Direction::Down => {
            format!("Set max_locks_per_transaction to {enough} and restart the server.")
        }
    }))
}

/// How many locks the steps take, about: one for each relation that they make, change or drop, and for all else that is
/// dropped. What is only taken over, or has another name because of something else, has no step.
fn objects<'a>(
    direction: Direction,
    steps: &[&Stored],
    facts: impl Iterator<Item = &'a Left>,
) -> Result<usize> {
    let goes = match direction {
        Direction::Up => "drop",
        Direction::Down => "create",
    };
    let label = |step: &Stored| format!("{} {}", step.kind, step.object);
    let changes: HashMap<String, &str> =
        steps.iter().map(|step| (label(step), step.change.as_str())).collect();
    let (mut count, mut whole, mut touched) = (0, HashMap::new(), HashSet::new());
    let mut along = Vec::new();
    for fact in facts {
        let (entry, named) = (fact.def.entry(), Named::by(fact)?);
        let Some(change) = changes.get(&fact.label()) else {
            along.push((entry, named));
            continue;
        };
        if entry.relations > 0 && matches!(*change, "create" | "drop") {
            // The types of its rows, and of arrays of them.
            count += entry.relations + if *change == goes { 2 } else { 0 };
            whole.extend(own(fact).map(|own| (own, *change == goes)));
        }
        touched.extend(named);
    }
    for (entry, named) in along {
        let of: Vec<bool> = named.iter().filter_map(|name| whole.get(name).copied()).collect();
        let is_object = of.contains(&true) && !entry.part && !entry.facet;
        count += if of.is_empty() { 0 } else { entry.relations.max(usize::from(is_object)) };
    }
    Ok(count + touched.iter().filter(|name| !whole.contains_key(*name)).count())
}

/// The name of a relation that a fact is.
fn own(fact: &Left) -> Option<String> {
    let mut def = fact.def.boxed();
    let own = def.own()?;
    Some(QName { schema: own.schema?.clone(), name: own.name.clone() }.to_string())
}

/// Relations that a definition names, its own among them.
struct Named(HashSet<String>);

impl Named {
    fn by(fact: &Left) -> Result<HashSet<String>> {
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
