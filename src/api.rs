//! Every SQL function: decode, one call, encode.

use crate::catalog::Schemas;
use crate::error::{self, Error};
use crate::migrate;
use crate::pg::name::Name;
use crate::pg::settings::pinned;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::{JsonB, PgSqlErrorCode};

fn lines(
    run: impl FnOnce() -> error::Result<Vec<String>>,
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    Ok(SetOfIterator::new(pinned(run)?))
}

fn one(schema: Option<Name>) -> Schemas {
    schema.map(|s| vec![s.0])
}

/// A list of schemas: at least one, none twice; their order does not matter.
fn several(schemas: Vec<Option<Name>>) -> error::Result<Schemas> {
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

/// An argument that is null means what leaving it out means.
fn or<'a>(argument: &'a Option<String>, default: &'a str) -> &'a str {
    argument.as_deref().unwrap_or(default)
}

fn hazards(allow: Option<Vec<Option<String>>>) -> Vec<String> {
    allow.unwrap_or_default().into_iter().flatten().collect()
}

/// Plans what makes this database follow a schema of a server, or all of them.
#[pg_extern(name = "plan")]
fn plan(
    server: Name,
    schema: default!(Option<Name>, "NULL"),
    message: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::plan(&server.0, &one(schema), message.as_deref()))
}

/// Plans what makes this database follow several schemas of a server.
#[pg_extern(name = "plan")]
fn plan_schemas(
    server: Name,
    schemas: Vec<Option<Name>>,
    message: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::plan(&server.0, &several(schemas)?, message.as_deref()))
}

/// Applies pending revisions.
#[pg_extern]
fn upgrade(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
    allow: default!(Option<Vec<Option<String>>>, "'{}'"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| {
        migrate::upgrade(
            or(&revision, "head"),
            source.as_deref(),
            &hazards(allow),
            dry_run.unwrap_or(false),
        )
    })
}

/// Takes back applied revisions.
#[pg_extern]
fn downgrade(
    revision: default!(Option<String>, "'-1'"),
    source: default!(Option<String>, "NULL"),
    allow: default!(Option<Vec<Option<String>>>, "'{}'"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| {
        migrate::downgrade(
            or(&revision, "-1"),
            source.as_deref(),
            &hazards(allow),
            dry_run.unwrap_or(false),
        )
    })
}

/// Prints a revision as a script for psql.
#[pg_extern]
fn script(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
    undo: default!(Option<bool>, "false"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::script(or(&revision, "head"), source.as_deref(), undo.unwrap_or(false)))
}

/// Forgets revisions that are not in effect.
#[pg_extern]
fn discard(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::discard(or(&revision, "head"), source.as_deref()))
}

/// Sets the rules of a source.
#[pg_extern(name = "configure")]
fn configure(server: Name, schema: Option<Name>, rules: JsonB) -> Result<JsonB, ErrorReport> {
    configured(&server, one(schema), rules)
}

/// Sets the rules of a source of several schemas.
#[pg_extern(name = "configure")]
fn configure_schemas(
    server: Name,
    schemas: Vec<Option<Name>>,
    rules: JsonB,
) -> Result<JsonB, ErrorReport> {
    let schemas = several(schemas)?;
    configured(&server, schemas, rules)
}

fn configured(server: &Name, schemas: Schemas, rules: JsonB) -> Result<JsonB, ErrorReport> {
    let effective = pinned(|| migrate::configure(&server.0, &schemas, &rules.0.to_string()))?;
    let value = serde_json::from_str(&effective).map_err(|e| Error::internal(e.to_string()))?;
    Ok(JsonB(value))
}
