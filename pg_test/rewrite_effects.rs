//! What no view shows: in `corpus/rewrite/<case>` the statements of `in_source.sql` run in the source,
//! those of `in_target.sql`, the same under the new names, in the target. Then all tables hold the
//! same rows.

use crate::psql::Database;
use crate::{Outcome, rows};
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
    let (from, to): (Vec<String>, Vec<String>) =
        rows::recorded(target, "'table'")?.into_iter().unzip();
    let (expected, actual) = (rows::of(source, &from)?, rows::of(target, &to)?);
    for (i, (expected, actual)) in expected.iter().zip(&actual).enumerate() {
        if expected != actual || expected.is_none() {
            return Err(format!("{} has {expected:#?}\n{} has {actual:#?}", from[i], to[i]));
        }
    }
    Ok(())
}
