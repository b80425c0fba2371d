//! Which revisions and hazards a call means, and who may run at a time.

use crate::error::{Error, Result};
use crate::pg::quote::literal;
use crate::pg::spi;
use crate::revision::{self, RECORD, Revision, Source};
use pgrx::PgSqlErrorCode;
use std::collections::BTreeSet;

/// Key of the advisory lock that plans, upgrades and downgrades of one database share: "schemig".
pub const LOCK: i64 = 0x0073_6368_656d_6967;

/// Hazards that a step can carry; `allow` takes these names.
pub const HAZARDS: &[&str] =
    &["data_loss", "table_rewrite", "long_lock", "rebuild", "code_rewritten"];

/// A source, its line of revisions, how many of them are in effect, and how many shall be.
pub struct Target {
    pub source: Source,
    pub line: Vec<Revision>,
    pub at: usize,
    pub to: usize,
}

/// Takes the advisory lock until the end of the transaction, if no other session holds it.
///
/// Errors: 40001 another session has upgraded since this transaction's snapshot.
pub fn try_lock() -> Result<bool> {
    let key = LOCK.to_string();
    let got =
        spi::first("SELECT pg_catalog.pg_try_advisory_xact_lock($1::bigint)::text", &[Some(&key)])?;
    let got = got.is_some_and(|r| r.is_true(0));
    if got {
        be_up_to_date()?;
    }
    Ok(got)
}

/// Refuses a transaction whose snapshot is older than what another session has done to the record.
///
/// Errors: 40001 it is older.
fn be_up_to_date() -> Result<()> {
    let isolation = spi::first("SELECT pg_catalog.current_setting('transaction_isolation')", &[])?;
    if isolation.is_some_and(|row| row.text(0).starts_with("read ")) {
        return Ok(());
    }
    let seen = spi::first(RECORD, &[])?;
    match seen.map(|row| row.text(0).to_owned()) == Some(spi::latest(RECORD)?) {
        true => Ok(()),
        false => Err(revision::changed()),
    }
}

/// Takes the advisory lock until the end of the transaction.
///
/// Errors: 55P03 another session holds it; 40001 as [`try_lock`].
pub fn lock() -> Result<()> {
    if try_lock()? {
        return Ok(());
    }
    let holder = holder()?;
    let mut error = Error::new(
        PgSqlErrorCode::ERRCODE_LOCK_NOT_AVAILABLE,
        "another session is planning or upgrading in this database",
    )
    .hint("Wait until its transaction has ended, then try again.");
    if let Some(holder) = holder {
        error = error.detail(format!("Process {} holds the lock.", holder.text(0)));
    }
    Err(error)
}

/// Who holds the advisory lock: the process, and whether it is this one.
fn holder() -> Result<Option<spi::Row>> {
    spi::first(
        "SELECT l.pid::text, (l.pid = pg_catalog.pg_backend_pid())::text FROM pg_catalog.pg_locks l
          WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint",
        &[Some(&LOCK.to_string())],
    )
}

/// Takes the advisory lock until the session ends or sets it free. A session that has it keeps it.
///
/// Errors: 55P03 another session holds it; 40001 as [`try_lock`].
pub fn hold() -> Result<()> {
    if holder()?.is_some_and(|row| row.is_true(1)) {
        return Ok(());
    }
    // It says who is in the way.
    lock()?;
    spi::execute("SELECT pg_catalog.pg_advisory_lock($1::bigint)", &[Some(&LOCK.to_string())])
}

/// The hazards that the caller allows.
///
/// Errors: 22023 an unknown name.
pub fn hazards(allow: &[String]) -> Result<BTreeSet<String>> {
    for name in allow {
        if !HAZARDS.contains(&name.as_str()) {
            return Err(Error::new(
                PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
                format!("unknown hazard \"{name}\""),
            )
            .detail(format!("Hazards are {}.", HAZARDS.join(", "))));
        }
    }
    Ok(allow.iter().cloned().collect())
}

/// The one revision that is meant, with its source.
///
/// Errors: 42704 there is none; 42725 several sources have one.
pub fn one(revision: &str, source: Option<&str>) -> Result<(Source, Revision)> {
    let found = |t: Target| {
        let it = t.to.checked_sub(1).and_then(|i| t.line.into_iter().nth(i))?;
        Some((t.source, it))
    };
    let mut found: Vec<(Source, Revision)> =
        targets(revision, source)?.into_iter().filter_map(found).collect();
    let names: Vec<String> = found.iter().map(|(source, _)| source.name.clone()).collect();
    match (found.pop(), names.len()) {
        (Some(it), 1) => Ok(it),
        (None, _) => Err(Error::new(
            PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
            format!("there is no revision \"{revision}\""),
        )
        .hint("The revisions are listed in schemig.history.")),
        _ => Err(Error::new(
            PgSqlErrorCode::ERRCODE_AMBIGUOUS_FUNCTION,
            format!("revision \"{revision}\" is not unique"),
        )
        .detail(format!("The sources {} have one.", names.join(", ")))
        .hint("Name the source.")),
    }
}

/// Finds what `revision` means for the source named, or for every source that has it.
///
/// `head`, `base`, `+N` and `-N` mean something for every source; an id or prefix only for one.
/// Errors: 42704 no such source or revision; 42725 a prefix of several.
pub fn targets(revision: &str, source: Option<&str>) -> Result<Vec<Target>> {
    find(revision, source, &|it| it.applied)
}

/// The same, where what is begun counts as in effect: it can be taken back.
pub fn targets_begun(revision: &str, source: Option<&str>) -> Result<Vec<Target>> {
    find(revision, source, &|it| it.applied || it.reached.is_some())
}

fn find(
    revision: &str,
    source: Option<&str>,
    counts: &dyn Fn(&Revision) -> bool,
) -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    let mut ids = Vec::new();
    for source in revision::sources(source)? {
        let line = revision::line(&source)?;
        let at = line.iter().take_while(|r| counts(r)).count();
        if let Some(to) = relative(revision, at, line.len())? {
            targets.push(Target { source, line, at, to });
            continue;
        }
        let found: Vec<usize> =
            (0..line.len()).filter(|i| line[*i].id.starts_with(revision)).collect();
        ids.extend(found.iter().map(|i| line[*i].id.clone()));
        if let [only] = found[..] {
            targets.push(Target { source, line, at, to: only + 1 });
        }
    }
    if ids.len() > 1 {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_AMBIGUOUS_FUNCTION,
            format!("revision \"{revision}\" is not unique"),
        )
        .detail(format!("It is the beginning of {}.", ids.join(", "))));
    }
    if targets.is_empty() && relative(revision, 0, 0)?.is_none() {
        return Err(unknown(revision));
    }
    Ok(targets)
}

/// Number of revisions in effect that a word or offset means; `None` for an id.
fn relative(revision: &str, at: usize, length: usize) -> Result<Option<usize>> {
    let offset = |digits: &str| digits.parse::<usize>().map_err(|_| unknown(revision));
    Ok(match revision {
        "head" => Some(length),
        "base" => Some(0),
        "" => return Err(unknown(revision)),
        _ if revision.starts_with('+') => {
            Some(at.saturating_add(offset(&revision[1..])?).min(length))
        }
        _ if revision.starts_with('-') => Some(at.saturating_sub(offset(&revision[1..])?)),
        _ => None,
    })
}

pub fn unknown(revision: &str) -> Error {
    Error::new(
        PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
        format!("revision \"{revision}\" does not exist"),
    )
    .detail("A revision is an id, the beginning of one, head, base, +N or -N.")
    .hint("The revisions are listed in schemig.history.")
}

/// Refuses work that a revision is in the way of of which a part is in effect.
///
/// Errors: 55000 there is one.
pub fn finished(source: &Source) -> Result<()> {
    let Some(it) = revision::line(source)?.into_iter().find(|r| r.reached.is_some()) else {
        return Ok(());
    };
    let (id, name) = (literal(&it.id), literal(&source.name));
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
        format!("only a part of revision \"{}\" of \"{}\" is applied", it.id, source.name),
    )
    .detail(format!("{} of its statements have been run.", it.reached.unwrap_or_default()))
    .hint(format!(
        "Finish it by CALL schemig.upgrade_in_batches({id}, {name}), or take it back by \
         SELECT schemig.downgrade('-1', {name})."
    )))
}

/// An error for what can only be done to revisions that are not in effect.
pub fn in_effect(source: &Source, revision: &str) -> Error {
    Error::new(
        PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
        format!("revision \"{revision}\" of \"{}\" is applied", source.name),
    )
    .hint("Take it back by schemig.downgrade first.")
}
