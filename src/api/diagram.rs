//! The function that draws a schema.

use super::or;
use crate::error::ErrorReport;
use crate::migrate;
use crate::pg::settings::pinned;
use pgrx::prelude::*;

/// An entity-relationship diagram of what the rules make of live sources, under the names that it has here: tables and
/// views with their columns, keys, and foreign keys as relationships. Nothing is written.
///
/// - `source text DEFAULT NULL`: name of the source; null for every source
/// - `format text DEFAULT 'mermaid'`: `mermaid`, `dot` or `svg`
/// - `tables text[] DEFAULT NULL`: globs over names of tables and views, as in the rule `include`; null for all
///
/// Result: the text of the diagram.
///
/// Errors: 22023 an unknown format, or a bad glob; 42704 no such source; those of reading in `schemig.plan`.
///
/// ```sql
/// SELECT schemig.diagram(tables => '{users,posts*}');
/// ```
#[pg_extern]
fn diagram(
    source: default!(Option<String>, "NULL"),
    format: default!(Option<String>, "'mermaid'"),
    tables: default!(Option<Vec<Option<String>>>, "NULL"),
) -> Result<String, ErrorReport> {
    let tables: Option<Vec<String>> = tables.map(|t| t.into_iter().flatten().collect());
    Ok(pinned(|| migrate::diagram(source.as_deref(), or(&format, "mermaid"), tables.as_deref()))?)
}
