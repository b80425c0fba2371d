//! Functions that tell something: relations for programs. None of them writes anything.

use super::or;
use crate::error::ErrorReport;
use crate::migrate;
use crate::pg::settings::pinned;
use pgrx::prelude::*;

/// How this database differs from the record: from what the last applied revisions left. A plan reports
/// that as lines and leaves it alone. Nothing is written, and no source is read.
///
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: a row for each object that differs:
///
/// - `kind text`: kind of the object
/// - `object text`: its name here
/// - `state text`: `changed`, `missing`, or `added` (it belongs to a recorded object, and is not on record itself)
/// - `recorded text`: what differs, on record, as a JSON object; null for what was added
/// - `actual text`: the same here; null for what is missing
///
/// Errors: 42704 no such source.
///
/// ```sql
/// SELECT * FROM schemig.drift();
/// ```
#[pg_extern]
#[allow(clippy::type_complexity, reason = "pgrx reads the columns off the type")]
fn drift(
    source: default!(Option<String>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(kind, String),
            name!(object, String),
            name!(state, String),
            name!(recorded, Option<String>),
            name!(actual, Option<String>),
        ),
    >,
    ErrorReport,
> {
    let rows = pinned(|| migrate::drift(source.as_deref()))?;
    Ok(TableIterator::new(
        rows.into_iter().map(|d| {
            (d.kind.to_string(), d.object, d.state.word().to_string(), d.recorded, d.actual)
        }),
    ))
}

/// Finds rows of this database that the steps of a revision would choke on. Nothing is written.
///
/// - `revision text DEFAULT 'head'`: the revision; those before it that are not in effect are looked at too
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: a row for each problem:
///
/// - `step integer`: number of the step that would fail
/// - `object text`: the object that it is about
/// - `problem text`: what is wrong: null values under a new NOT NULL, duplicates under a new unique constraint,
///   rows that a new foreign key or CHECK rejects, values that cannot become those of a new type
/// - `rows bigint`: how many rows there are; null where the user may not look
/// - `example text`: key of one of them
///
/// Errors: 42704 no such source or revision; 42725 the beginning of several revisions.
///
/// ```sql
/// SELECT * FROM schemig.preflight();
/// ```
#[pg_extern]
#[allow(clippy::type_complexity, reason = "pgrx reads the columns off the type")]
fn preflight(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(step, i32),
            name!(object, String),
            name!(problem, String),
            name!(rows, Option<i64>),
            name!(example, Option<String>),
        ),
    >,
    ErrorReport,
> {
    let rows = pinned(|| migrate::preflight(or(&revision, "head"), source.as_deref()))?;
    Ok(TableIterator::new(
        rows.into_iter().map(|p| (p.step as i32, p.object, p.problem, p.rows, p.example)),
    ))
}

/// Compares live sources with this database under their rules, object by object. Nothing is written.
///
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: a row for each object of either side:
///
/// - `kind text`: kind of the object
/// - `source_object text`: its name in the source; null for what only this database has
/// - `target_object text`: its name here; null when it is not there
/// - `state text`: `same`, `different`, `missing` (only the source has it), `extra` (only this database has it,
///   in a schema that the source has objects in)
/// - `detail text`: what differs
///
/// Errors: 42704 no such source; those of reading in `schemig.plan`.
///
/// ```sql
/// SELECT * FROM schemig.verify() WHERE state <> 'same';
/// ```
#[pg_extern]
#[allow(clippy::type_complexity, reason = "pgrx reads the columns off the type")]
fn verify(
    source: default!(Option<String>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(kind, String),
            name!(source_object, Option<String>),
            name!(target_object, Option<String>),
            name!(state, String),
            name!(detail, Option<String>),
        ),
    >,
    ErrorReport,
> {
    let rows = pinned(|| migrate::verify(source.as_deref()))?;
    Ok(TableIterator::new(rows.into_iter().map(|v| {
        let (kind, state) = (v.kind.to_string(), v.state.word().to_string());
        (kind, v.source_object, v.target_object, state, v.detail)
    })))
}

/// Every name or type that a rule changed, as of the newest revision, and which rules did it.
///
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: a row for each of them:
///
/// - `kind text`: kind of the object
/// - `source_object text`: its name in the source
/// - `target_object text`: its name here
/// - `rule text`: the rules, by their paths in the rules object, such as `schema`, `case`, `names[0]`,
///   `rename.dbo.Users`, `types.money`, separated by commas; `default name` for a sequence whose name follows its column
///
/// Errors: 42704 no such source.
///
/// ```sql
/// SELECT * FROM schemig.mapping('shop/public') WHERE kind = 'table';
/// ```
#[pg_extern]
#[allow(clippy::type_complexity, reason = "pgrx reads the columns off the type")]
fn mapping(
    source: default!(Option<String>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(kind, String),
            name!(source_object, String),
            name!(target_object, String),
            name!(rule, String),
        ),
    >,
    ErrorReport,
> {
    let rows = pinned(|| migrate::mapping(source.as_deref()))?;
    let text = |row: &crate::pg::spi::Row, column| row.text(column).to_string();
    Ok(TableIterator::new(
        rows.into_iter().map(move |r| (text(&r, 0), text(&r, 1), text(&r, 2), text(&r, 3))),
    ))
}

/// Accounts for everything that live sources have to carry, as their catalogs have it and not as this extension knows it.
/// Nothing is written.
///
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: a row for each kind that the followed schemas have something of, or the database where it is followed whole.
/// What has a catalog row or a privilege of its own counts by itself: columns, defaults, comments, owners, grants. The last
/// four columns add up to the first:
///
/// - `kind text`: kind of the objects; also one that is not carried, such as `foreign table`
/// - `total bigint`: how many there are
/// - `carried bigint`: those that a plan follows
/// - `filtered bigint`: those that a rule leaves out, with what needs them
/// - `extension bigint`: members of extensions, and what belongs to those
/// - `unsupported bigint`: those that are not carried, with what needs them; a plan names them in a WARNING
///
/// Errors: 42704 no such source; those of connecting and reading in `schemig.plan`.
///
/// ```sql
/// SELECT * FROM schemig.coverage('shop/public') WHERE unsupported > 0;
/// ```
#[pg_extern]
#[allow(clippy::type_complexity, reason = "pgrx reads the columns off the type")]
fn coverage(
    source: default!(Option<String>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(kind, String),
            name!(total, i64),
            name!(carried, i64),
            name!(filtered, i64),
            name!(extension, i64),
            name!(unsupported, i64),
        ),
    >,
    ErrorReport,
> {
    let rows = pinned(|| migrate::coverage(source.as_deref()))?;
    Ok(TableIterator::new(
        rows.into_iter()
            .map(|c| (c.kind, c.total, c.carried, c.filtered, c.extension, c.unsupported)),
    ))
}
