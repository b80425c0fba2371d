//! What no view shows: in `corpus/rewrite/<case>` the statements of `in_source.sql` run in the source,
//! those of `in_target.sql`, the same under the new names, in the target. Then all tables hold the
//! same rows.

use crate::Outcome;
use crate::psql::Database;
use crate::rewrite::{rows, two_names};
use std::path::Path;

/// Runs both scripts, if the case has them, and compares.
pub fn compare(directory: &Path, source: &Database, target: &Database) -> Outcome {
    if !directory.join("in_source.sql").exists() {
        return Ok(());
    }
    for (database, file) in [(source, "in_source.sql"), (target, "in_target.sql")] {
        let path = directory.join(file);
        let script = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        database.sql(&script)?;
    }
    let tables =
        target.sql("SELECT source_object, object FROM schemig.recorded WHERE kind = 'table'")?;
    for line in tables.lines() {
        let (from, to) = two_names(line)?;
        let (expected, actual) = (rows(source, from)?, rows(target, to)?);
        if expected != actual {
            return Err(format!("{from} has {expected:#?}\n{to} has {actual:#?}"));
        }
    }
    Ok(())
}
