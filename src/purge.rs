//! The trash of revisions: what is in it, and how it is emptied.

use crate::apply;
use crate::error::{Error, Result};
use crate::fact::Facts;
use crate::kind;
use crate::pg::{parser, spi};
use crate::revision::{self, Revision, Source, Trashed};
use hashbrown::HashSet;
use pgrx::PgSqlErrorCode;

/// Positions of facts that are in the trash, or belong to something there.
pub fn found(facts: &Facts, names: &HashSet<String>) -> HashSet<usize> {
    if names.is_empty() {
        return HashSet::new();
    }
    let named = |fact: &usize| {
        let mut def = facts.all[*fact].def.boxed();
        !facts.all[*fact].entry().facet && def.own().is_some_and(|own| names.contains(own.name))
    };
    let own: HashSet<usize> = (0..facts.all.len()).filter(named).collect();
    let all = 0..facts.all.len();
    all.filter(|f| {
        let mut up = std::iter::successors(Some(*f), |f| facts.parent(*f));
        facts.falls_with_any(*f, &own) || up.any(|f| own.contains(&f))
    })
    .collect()
}

/// Labels of those facts besides others.
pub fn with_labels(others: &HashSet<String>, facts: &Facts) -> Result<HashSet<String>> {
    let trash =
        found(facts, &revision::names_in_trash()?).into_iter().map(|fact| facts.label(fact));
    Ok(others.iter().cloned().chain(trash).collect())
}

/// Removes for good what a revision has in the trash.
///
/// Errors: 55000 the revision is not in effect; 2BP01 something depends on what is in the trash.
pub fn empty(source: &Source, revision: &Revision) -> Result<Vec<String>> {
    if !revision.applied {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
            format!("revision \"{}\" of \"{}\" is not applied", revision.id, source.name),
        )
        .detail("Only a revision that is in effect has something in the trash.")
        .hint("What revisions move to the trash is listed in schemig.trash."));
    }
    refuse_earlier(&revision.id)?;
    let trash = revision::trash(&revision.id)?;
    let mut lines = Vec::new();
    // Neighbours of one class go together, since they may depend on each other.
    for group in trash.chunk_by(|one, next| one.class.is_some() && one.class == next.class) {
        for it in group {
            let loss = lost(it)?.map(|loss| format!(": {loss}")).unwrap_or_default();
            lines.push(format!("Purged {} {}{loss}.", it.kind, it.object));
        }
        remove(group)?;
    }
    let (id, name) = (&revision.id, &source.name);
    if trash.is_empty() {
        return Ok(vec![format!("Nothing to purge: {id} of {name} has nothing in the trash.")]);
    }
    lines.push(format!("A downgrade of {id} of {name} makes anew what is purged, without data."));
    Ok(lines)
}

/// Errors: 2BP01 a table has columns that an earlier revision has in the trash.
fn refuse_earlier(revision: &str) -> Result<()> {
    let row = spi::first(
        "SELECT own.kind, own.object, t.object, t.revision
           FROM schemig.trash own
           JOIN pg_catalog.pg_class c ON c.relname::text = own.name
           JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
           JOIN schemig.trash t ON t.name = a.attname::text
           JOIN schemig.revision r ON r.id = t.revision
          WHERE own.revision = $1 AND own.class IS NOT NULL AND n.nspname = $2
            AND t.class IS NULL AND r.state = 'applied' AND NOT r.purged
          ORDER BY own.number, r.id, t.number",
        &[Some(revision), Some(kind::TRASH)],
    )?;
    let Some(row) = row else { return Ok(()) };
    let (kind, object, column, of) = (row.text(0), row.text(1), row.text(2), row.text(3));
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
        format!("cannot purge {kind} {object} because it holds more of the trash"),
    )
    .detail(format!("Revision {of} has moved column {column} to the trash, which is still in it."))
    .hint("Purge older revisions first."))
}

/// What data goes with something; what somebody has removed already has none.
fn lost(it: &Trashed) -> Result<Option<String>> {
    if it.class.is_none() {
        return column(&it.name)?.map_or(Ok(None), |(_, count)| apply::probe_loss(&count));
    }
    match &it.probe {
        Some(probe) if exists(it)? => apply::probe_loss(probe),
        _ => Ok(None),
    }
}

fn exists(it: &Trashed) -> Result<bool> {
    let row = spi::first(
        "SELECT true::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = $1 AND c.relname = $2",
        &[Some(kind::TRASH), Some(&it.name)],
    )?;
    Ok(row.is_some())
}

/// Removes what is of one class, or one column with those of later heirs that it leaves behind.
fn remove(group: &[Trashed]) -> Result<()> {
    let Some(first) = group.first() else { return Ok(()) };
    if let Some(class) = &first.class {
        let targets: Vec<&str> = group.iter().map(|it| it.target.as_str()).collect();
        return drop_all(&format!("DROP {class} IF EXISTS {}", targets.join(", ")));
    }
    while let Some((statement, _)) = column(&first.name)? {
        drop_all(&statement)?;
    }
    Ok(())
}

fn drop_all(statement: &str) -> Result<()> {
    parser::command_tag(statement)?;
    spi::catch(|| spi::execute(statement, &[])).map_err(|error| match error.code {
        PgSqlErrorCode::ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST => {
            error.hint("Purge older revisions first, or drop what depends on it.")
        }
        _ => error,
    })
}

/// The statement that drops a column of the trash, and the query that counts its values, as far as they are here: it
/// is still in its table, whatever that is called by now.
fn column(name: &str) -> Result<Option<(String, String)>> {
    let row = spi::first(
        "SELECT pg_catalog.format('ALTER TABLE %s DROP COLUMN %I', c.oid::pg_catalog.regclass, a.attname),
                pg_catalog.format('SELECT n.n || CASE n.n WHEN 1 THEN '' value'' ELSE '' values'' END
                  FROM (SELECT pg_catalog.count(*) AS n FROM (%s) AS r) AS n WHERE n.n > 0', t.values)
           FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
          CROSS JOIN LATERAL (
                    WITH RECURSIVE heir(oid) AS (
                        SELECT c.oid
                         UNION
                        SELECT i.inhrelid FROM heir h JOIN pg_catalog.pg_inherits i ON i.inhparent = h.oid)
                    SELECT pg_catalog.string_agg(pg_catalog.format('SELECT NULL FROM ONLY %s WHERE %I IS DISTINCT FROM NULL',
                               h.oid::pg_catalog.regclass, a.attname), ' UNION ALL ')
                      FROM heir h JOIN pg_catalog.pg_class k ON k.oid = h.oid AND k.relkind IN ('r', 'p')) AS t(values)
          WHERE a.attname = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attinhcount = 0
            AND c.relkind IN ('r', 'p')",
        &[Some(name)],
    )?;
    Ok(row.map(|row| (row.text(0).to_string(), row.text(1).to_string())))
}

/// Drops the schema of the trash when nothing is in it any more, and it is the caller's.
pub fn close() -> Result<()> {
    let row = spi::first(
        "SELECT true::text FROM pg_catalog.pg_namespace n
          WHERE n.nspname = $1 AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                             WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid)",
        &[Some(kind::TRASH)],
    )?;
    match row {
        Some(_) => spi::execute(&format!("DROP SCHEMA {}", kind::TRASH), &[]),
        None => Ok(()),
    }
}
