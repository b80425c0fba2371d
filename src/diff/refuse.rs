//! Errors for what no plan can do.

use super::Changes;
use crate::error::{Error, Result};
use pgrx::PgSqlErrorCode;

/// An error for what this plan cannot do, if there is anything.
///
/// Errors: 55000 the source and the target have changed the same; 42710 an object that is not followed is in the
/// way; 0A000 a definition that can neither be altered nor made anew.
pub fn refuse(changes: &Changes) -> Result<()> {
    if let Some((label, ..)) = changes.conflicts.first() {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
            format!("{label} has changed in the source and in the target"),
        )
        .detail(list(&changes.conflicts))
        .hint(
            "Make the target's as it was on record, or as the source wants it, then plan again.",
        ));
    }
    if let Some((label, ..)) = changes.occupied.first() {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_DUPLICATE_OBJECT,
            format!("name of {label} is in use by what is not followed"),
        )
        .detail(list(&changes.occupied))
        .hint("Rename or drop it in the target, or follow the source under another schema name."));
    }
    if let Some((label, ..)) = changes.changed.first() {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
            format!("definition of {label} cannot be changed"),
        )
        .detail(list(&changes.changed))
        .hint("Change it in the target by hand as the source has it, then plan again."));
    }
    Ok(())
}

fn list(items: &[(String, String)]) -> String {
    const SHOWN: usize = 100;
    let mut lines: Vec<String> =
        items.iter().take(SHOWN).map(|(label, what)| format!("{label}: {what}.")).collect();
    if items.len() > SHOWN {
        lines.push(format!("And {} more.", items.len() - SHOWN));
    }
    lines.join("\n")
}
