//! Everything that the extension offers says in a comment what it is.

use crate::psql::Database;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

const WITHOUT_COMMENT: &str = "
    SELECT 'function ' || p.oid::regprocedure
      FROM pg_proc p
     WHERE p.pronamespace = 'schemig'::regnamespace
       AND obj_description(p.oid, 'pg_proc') IS NULL
    UNION ALL
    SELECT 'relation ' || c.oid::regclass
      FROM pg_class c
     WHERE c.relnamespace = 'schemig'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
       AND obj_description(c.oid, 'pg_class') IS NULL
    UNION ALL
    SELECT 'column ' || c.oid::regclass || '.' || a.attname
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'schemig'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
       AND col_description(c.oid, a.attnum) IS NULL
    UNION ALL
    SELECT 'type ' || t.oid::regtype
      FROM pg_type t
     WHERE t.typnamespace = 'schemig'::regnamespace AND t.typrelid = 0 AND t.typelem = 0
       AND obj_description(t.oid, 'pg_type') IS NULL
     ORDER BY 1";

pub fn trials() -> Vec<Trial> {
    vec![trial("comments::none_lacks", none_lacks)]
}

fn none_lacks() -> Outcome {
    let target = Database::with_extension("comments")?;
    match target.sql(WITHOUT_COMMENT)? {
        missing if missing.trim().is_empty() => Ok(()),
        missing => Err(format!("without comment:\n{missing}")),
    }
}
