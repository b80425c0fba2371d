//! What this server has of its own, asked once for each name.

use crate::fact::Space;
use crate::model::QName;
use crate::pg::spi;
use hashbrown::HashMap;
use std::cell::RefCell;

const COLUMNS: &str = "SELECT a.attname::text FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname::text = $1 AND c.relname::text = $2 AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY a.attnum";

const RELATION: &str = "SELECT 1::text FROM pg_catalog.pg_class
     WHERE relname::text = $1 AND relnamespace = 'pg_catalog'::regnamespace LIMIT 1";
const TYPE: &str = "SELECT 1::text FROM pg_catalog.pg_type
     WHERE typname::text = $1 AND typnamespace = 'pg_catalog'::regnamespace LIMIT 1";
const ROUTINE: &str = "SELECT 1::text FROM pg_catalog.pg_proc
     WHERE proname::text = $1 AND pronamespace = 'pg_catalog'::regnamespace LIMIT 1";
const TEXT_SEARCH: &str = "SELECT 1::text FROM pg_catalog.pg_ts_config
     WHERE cfgname::text = $1 AND cfgnamespace = 'pg_catalog'::regnamespace
    UNION ALL SELECT 1::text FROM pg_catalog.pg_ts_dict
     WHERE dictname::text = $1 AND dictnamespace = 'pg_catalog'::regnamespace LIMIT 1";

/// Names in `pg_catalog` and `information_schema`.
#[derive(Default)]
pub(super) struct Server {
    objects: RefCell<HashMap<(Space, String), bool>>,
    columns: RefCell<HashMap<QName, Option<Vec<String>>>>,
}

impl Server {
    /// Whether `pg_catalog` has that name. What cannot be asked may be there.
    pub(super) fn has(&self, space: Space, name: &str) -> bool {
        let sql = match space {
            Space::Relation => RELATION,
            Space::Type => TYPE,
            Space::Routine => ROUTINE,
            Space::TextSearch => TEXT_SEARCH,
            _ => return false,
        };
        let mut known = self.objects.borrow_mut();
        let ask = || spi::query(sql, &[Some(name)]).map_or(true, |rows| !rows.is_empty());
        *known.entry((space, name.to_string())).or_insert_with(ask)
    }

    /// Columns of a relation, if it is one.
    pub(super) fn columns(&self, schema: &str, name: &str) -> Option<Vec<String>> {
        if !["pg_catalog", "information_schema"].contains(&schema) {
            return None;
        }
        let mut known = self.columns.borrow_mut();
        let entry = known.entry(QName { schema: schema.to_string(), name: name.to_string() });
        entry
            .or_insert_with(|| {
                let rows = spi::query(COLUMNS, &[Some(schema), Some(name)]).unwrap_or_default();
                let all: Vec<String> = rows.iter().map(|row| row.text(0).to_string()).collect();
                Some(all).filter(|all| !all.is_empty())
            })
            .clone()
    }
}
