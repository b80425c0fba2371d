//! What a reading asks a side.

use crate::fact;

const DEPEND: &str = include_str!("../../sql/depend.sql");

/// The query of a kind.
pub(super) fn facts_of(entry: &fact::Entry) -> String {
    format!("SELECT q.fact::pg_catalog.text FROM ({}) AS q", entry.query)
}

/// The query of dependencies, each as six numbers.
pub(super) fn edges() -> String {
    format!(
        "SELECT pg_catalog.concat_ws(',', d.dependent_class, d.dependent_oid, d.dependent_sub,
                d.referenced_class, d.referenced_oid, d.referenced_sub) FROM ({DEPEND}) AS d"
    )
}

/// The query of what no kind carries.
pub(super) fn unsupported(query: &str) -> String {
    format!("SELECT u.kind::text, u.object::text, u.class::text, u.oid::text FROM ({query}) AS u")
}
