//! Every SQL function: decode, one call, encode.
//!
//! Functions that print return `SETOF text`, a line a row. A null argument means what leaving it
//! out means. All functions run with `search_path` set to `pg_catalog, pg_temp`, and only for roles
//! that were granted to run them.
//!
//! A *source* is named `server/schema`, `server/a+b` for several schemas, or `server` for all. A
//! *revision* is an id of 12 hexadecimal digits, the beginning of one, `head`, `base`, `+N` or `-N`.

#![allow(
    clippy::result_large_err,
    reason = "pgrx takes an ErrorReport by value, at the border only"
)]

use crate::catalog::Schemas;
use crate::error::{self, Error, ErrorReport};
use crate::line::line;
use crate::pg::name::Name;
use crate::pg::settings::pinned;
use pgrx::PgSqlErrorCode;
use pgrx::prelude::*;

mod diagram;
mod models;
mod nouns;
mod transfer;
mod verbs;

fn lines(
    run: impl FnOnce() -> error::Result<Vec<String>>,
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    Ok(SetOfIterator::new(pinned(run)?.into_iter().map(|text| line(&text))))
}

/// An argument that has no meaning when null.
fn required<T>(argument: Option<T>, name: &str) -> error::Result<T> {
    argument.ok_or_else(|| {
        Error::new(
            PgSqlErrorCode::ERRCODE_NULL_VALUE_NOT_ALLOWED,
            format!("{name} must not be null"),
        )
    })
}

fn server_name(server: Option<Name>) -> error::Result<String> {
    Ok(required(server, "server")?.0)
}

fn one(schema: Option<Name>) -> Schemas {
    schema.map(|s| vec![s.0])
}

/// A list of schemas: at least one, none twice; their order does not matter. Null means every schema.
fn several(schemas: Option<Vec<Option<Name>>>) -> error::Result<Schemas> {
    let Some(schemas) = schemas else { return Ok(None) };
    let wrong =
        |message: &str| Error::new(PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE, message);
    let mut list = Vec::with_capacity(schemas.len());
    for schema in schemas {
        list.push(schema.ok_or_else(|| wrong("schemas must not contain null"))?.0);
    }
    list.sort();
    list.dedup();
    if list.is_empty() {
        return Err(wrong("schemas must not be empty")
            .hint("Leave the argument out to follow every schema."));
    }
    Ok(Some(list))
}

fn or<'a>(argument: &'a Option<String>, default: &'a str) -> &'a str {
    argument.as_deref().unwrap_or(default)
}

fn hazards(allow: Option<Vec<Option<String>>>) -> Vec<String> {
    allow.unwrap_or_default().into_iter().flatten().collect()
}
