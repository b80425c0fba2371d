//! What this server has of its own, asked once for each name.

use crate::pg::spi;
use hashbrown::HashMap;
use std::cell::RefCell;

const COLUMNS: &str = "SELECT a.attname::text FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname::text = $1 AND c.relname::text = $2 AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY a.attnum";

/// Names in `pg_catalog` and `information_schema`.
#[derive(Default)]
pub(super) struct Server {
    columns: RefCell<HashMap<(String, String), Option<Vec<String>>>>,
}

impl Server {
    /// Columns of a relation, if it is one.
    pub(super) fn columns(&self, schema: &str, name: &str) -> Option<Vec<String>> {
        if !["pg_catalog", "information_schema"].contains(&schema) {
            return None;
        }
        let mut known = self.columns.borrow_mut();
        let entry = known.entry((schema.to_string(), name.to_string()));
        entry
            .or_insert_with(|| {
                let rows = spi::query(COLUMNS, &[Some(schema), Some(name)]).unwrap_or_default();
                let all: Vec<String> = rows.iter().map(|row| row.text(0).to_string()).collect();
                Some(all).filter(|all| !all.is_empty())
            })
            .clone()
    }
}
