//! A script that psql runs in parts says here how far it is.

use crate::error::Result;
use crate::{online, revision, select};

/// Begins a script that runs in parts: nobody else plans or upgrades until its session ends, or sets the lock free.
/// Returns how many statements of the revision have been run.
pub fn begin_online(revision: &str) -> Result<usize> {
    select::hold()?;
    let (it, count) = online::next(revision)?;
    Ok(if it.applied { count } else { it.reached.unwrap_or_default() })
}

/// Writes down how many statements of a revision a script has run.
pub fn reach(revision: &str, done: i32) -> Result<i32> {
    select::lock()?;
    let (it, count) = online::next(revision)?;
    let reached = online::reached(&it, done, count)?;
    revision::set_reached(&it.id, Some(reached))?;
    Ok(done)
}
