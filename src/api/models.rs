//! The function that writes models of a schema.

use super::or;
use crate::error::ErrorReport;
use crate::migrate;
use crate::pg::settings::pinned;
use pgrx::prelude::*;

/// Declarative models of SQLAlchemy 2 of what the rules make of live sources, for a file `models.py`: a class for each table
/// that has a key, with relationships both ways; other tables, views and foreign tables as `Table`. Names in the database
/// are those that it has here. Nothing is written. The docstring of the file shows how Alembic compares it with the
/// database, and tells what is left out.
///
/// - `source text DEFAULT NULL`: name of the source; null for every source
/// - `names text DEFAULT 'source'`: whose names classes and attributes have: `source` or `target`
///
/// Result: the text of the file.
///
/// Errors: 22023 unknown names; 42704 no such source; those of reading in `schemig.plan`.
///
/// ```sql
/// SELECT schemig.models(names => 'target');
/// ```
#[pg_extern]
fn models(
    source: default!(Option<String>, "NULL"),
    names: default!(Option<String>, "'source'"),
) -> Result<String, ErrorReport> {
    Ok(pinned(|| migrate::models(source.as_deref(), or(&names, "source")))?)
}
