//! Reads the rule by the server's parser and the target's catalog.

use super::{Mapping, Target, Types};
use crate::error::{Error, Result};
use crate::model::QName;
use crate::pg::canonical;
use crate::pg::spi;
use crate::pg::tree::{self, TypeText};
use crate::transform::rules::Rules;
use pgrx::PgSqlErrorCode;

const KEYS: &str = "A key is a type of the source by its name, without modifiers, and not an array or a set of it: \
                    \"varchar\", \"timestamp with time zone\", \"public.nvarchar\".";
const VALUES: &str = "A value is a type of the target that a column can have, with its schema where that is not pg_catalog: \
                      \"numeric(19,4)\", \"public.citext\".";

impl Types {
    /// Reads the rule `types`.
    ///
    /// Errors: 22023 a key or a value that is not a type of its side, two keys that mean one type.
    pub fn read(rules: &Rules) -> Result<Types> {
        let mut list: Vec<Mapping> = Vec::new();
        for (key, value) in &rules.types {
            let from = source_type(key)?;
            if let Some(other) = list.iter().find(|m| m.from == from) {
                let message =
                    format!("rules \"types.{}\" and \"types.{key}\" are for one type", other.key);
                return Err(wrong(message).detail(format!("Both mean {from}.")));
            }
            list.push(Mapping { key: key.clone(), from, to: target_type(key, value)? });
        }
        Ok(Types(list))
    }
}

fn source_type(key: &str) -> Result<QName> {
    let refuse = |why: Option<Error>| {
        let said = why.map(|e| format!("\nThe server says: {}.", e.message)).unwrap_or_default();
        wrong(format!("invalid key of rule \"types.{key}\": \"{key}\""))
            .detail(format!("{KEYS}{said}"))
    };
    let TypeText { schema, name, modified, modifiers, array } =
        tree::type_text(key).map_err(|e| refuse(Some(e)))?;
    // The grammar gives these a length of one where none is written.
    let implied = modifiers.is_none() && matches!(name.as_str(), "bpchar" | "bit");
    if array || (modified && !implied) {
        return Err(refuse(None));
    }
    Ok(QName { schema, name })
}

const TARGET: &str = "SELECT n.nspname::text, t.typname::text, pg_catalog.format_type(t.oid, NULL),
       (t.typmodin <> 0)::text, (t.typelem <> 0 AND t.typlen = -1 AND t.typcategory = 'A')::text,
       (t.typtype = 'p')::text
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 WHERE t.oid = $1::pg_catalog.regtype";

fn target_type(key: &str, value: &str) -> Result<Target> {
    let refuse = |why: Option<Error>| {
        let said = why.map(|e| format!("\nThe server says: {}.", e.message)).unwrap_or_default();
        wrong(format!("invalid value for rule \"types.{key}\": \"{value}\""))
            .detail(format!("{VALUES}{said}"))
    };
    let parsed = tree::type_text(value).map_err(|e| refuse(Some(e)))?;
    let text = canonical::type_name(value).map_err(|e| refuse(Some(e)))?;
    let row = spi::first(TARGET, &[Some(&text)])?;
    let row = row.filter(|r| !r.is_true(5)).ok_or_else(|| refuse(None))?;
    Ok(Target {
        name: QName { schema: row.text(0).to_string(), name: row.text(1).to_string() },
        text,
        bare: row.text(2).to_string(),
        modified: parsed.modified,
        takes_modifiers: row.is_true(3),
        array: row.is_true(4),
    })
}

fn wrong(message: String) -> Error {
    Error::new(PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE, message)
}
