//! What is in effect of a revision.

use super::Revision;
use crate::error::Result;
use crate::pg::spi;

/// Marks a revision as in effect.
pub fn set_applied(revision: &str) -> Result<()> {
    spi::execute(
        "UPDATE schemig.revision SET state = 'applied', reached = NULL, applied_at = pg_catalog.clock_timestamp(),
                applied_by = current_user WHERE id = $1",
        &[Some(revision)],
    )
}

/// Writes down how many statements of a revision have been run; none when they are taken back.
pub fn set_reached(revision: &str, reached: Option<usize>) -> Result<()> {
    let reached = reached.map(|n| n.to_string());
    spi::execute(
        "UPDATE schemig.revision SET reached = $2::int WHERE id = $1",
        &[Some(revision), reached.as_deref()],
    )
}

/// Marks a revision as taken back; nothing of it is in the trash any more.
pub fn set_undone(revision: &Revision) -> Result<()> {
    if revision.reached.is_some() {
        return set_reached(&revision.id, None);
    }
    spi::execute(
        "UPDATE schemig.revision SET state = 'undone', applied_at = NULL, applied_by = NULL, purged = false WHERE id = $1",
        &[Some(&revision.id)],
    )
}
