//! Scripts that run a revision in parts, in a session of psql.

use crate::batch;
use crate::error::{Error, Result};
use crate::revision::{self, Revision};
use crate::select::{self, Target};
use pgrx::PgSqlErrorCode;

/// Errors: 0A000 an undo has no such script.
pub fn only_forward(undo: bool, online: bool) -> Result<()> {
    if !(undo && online) {
        return Ok(());
    }
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
        "there is no script for online use that takes a revision back",
    )
    .hint("Take it back by schemig.downgrade, or print the script without online."))
}

/// The revision of that id, and how many statements it has.
///
/// Errors: 42704 no such revision; 55000 another one comes before it.
pub fn next(revision: &str) -> Result<(Revision, usize)> {
    let targets = select::targets(revision, None)?;
    let found = targets.iter().find_map(|Target { line, at, to, source }| {
        let it = to.checked_sub(1).and_then(|i| line.get(i))?;
        (it.id == revision).then_some((it, line.get(*at), source))
    });
    let Some((it, next, source)) = found else { return Err(select::unknown(revision)) };
    if let Some(next) = next.filter(|next| !it.applied && next.id != it.id) {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
            format!("revision \"{revision}\" of \"{}\" is not the next one", source.name),
        )
        .detail(format!("Revision \"{}\" comes before it.", next.id)));
    }
    let count = batch::units(&revision::steps(&it.id)?).len();
    Ok((it.clone(), count))
}

/// How many statements of a revision have been run, if that can be.
///
/// Errors: 22023 fewer than before, or more than there are; 55000 the revision is in effect.
pub fn reached(revision: &Revision, done: i32, count: usize) -> Result<usize> {
    if revision.applied {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
            format!("revision \"{}\" is applied", revision.id),
        ));
    }
    let before = revision.reached.unwrap_or_default();
    let possible = usize::try_from(done).ok().filter(|n| (before + 1..=count).contains(n));
    possible.ok_or_else(|| {
        Error::new(
            PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
            format!("done must be from {} to {count}, not \"{done}\"", before + 1),
        )
        .detail(format!("{before} of {count} statements of {} have been run.", revision.id))
    })
}
