//! What a reading asks a side.

use crate::fact;

const DEPEND: &str = include_str!("../../sql/depend.sql");

/// Begins a line of a query that counts where the objects of some tables alone are read.
const ONLY: &str = "-- only: ";

/// How much a reading asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    All,
    /// What is among the objects of `schemig.objects`.
    Only,
}

impl Extent {
    fn of(self, query: String) -> String {
        match self {
            Extent::All => query,
            Extent::Only => query.replace(ONLY, ""),
        }
    }

    /// The query of a kind.
    pub(super) fn facts_of(self, entry: &fact::Entry) -> String {
        self.of(format!("SELECT q.fact::pg_catalog.text FROM ({}) AS q", entry.query))
    }

    /// The query of dependencies, each as six numbers.
    pub(super) fn edges(self) -> String {
        self.of(format!(
            "SELECT pg_catalog.concat_ws(',', d.dependent_class, d.dependent_oid, d.dependent_sub,
                    d.referenced_class, d.referenced_oid, d.referenced_sub) FROM ({DEPEND}) AS d"
        ))
    }

    /// The query of what no kind carries.
    pub(super) fn unsupported(self, query: &str) -> String {
        self.of(format!(
            "SELECT u.kind::text, u.object::text, u.class::text, u.oid::text FROM ({query}) AS u"
        ))
    }
}

/// Whether facts of a kind can be read of some tables alone.
pub(super) fn by_table(entry: &fact::Entry) -> bool {
    entry.query.contains(ONLY)
}
