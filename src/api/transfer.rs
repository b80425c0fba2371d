//! Functions that carry revisions to other databases.

use super::{lines, or, required};
use crate::error::ErrorReport;
use crate::migrate;
use crate::pg::settings::pinned;
use pgrx::JsonB;
use pgrx::prelude::*;

/// A revision as one document, for `schemig.import` in another database that has this extension and need not reach the
/// source. Nothing is written, and no source is read.
///
/// - `revision text DEFAULT 'head'`: the revision, applied here or not
/// - `source text DEFAULT NULL`: name of the source; null where only one has that revision
///
/// Result: an object: `format` (1), `checksum`, `server_version` (of this server), `source` and `revision` (their rows), `steps`,
/// `trash`, `before` (facts that are in effect before the revision) and `brought` (facts that it brings).
///
/// Errors: 42704 no such source or revision; 42725 several revisions begin so, or several sources have one.
///
/// ```sql
/// SELECT schemig.export('head', 'shop/public');
/// ```
#[pg_extern]
fn export(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<JsonB, ErrorReport> {
    Ok(JsonB(pinned(|| migrate::export(or(&revision, "head"), source.as_deref()))?))
}

/// A revision as one version file of Alembic, with the statements of its steps and their undo as they stand. The files of a source's
/// revisions follow one another as the revisions do.
///
/// - `revision text DEFAULT 'head'`: the revision, applied here or not
/// - `source text DEFAULT NULL`: name of the source; null where only one has that revision
///
/// Result: the text of the file, for `versions/<revision>.py`.
///
/// Errors: 42704 no such source or revision; 42725 several revisions begin so, or several sources have one.
///
/// ```sql
/// SELECT schemig.alembic('head', 'shop/public');
/// ```
#[pg_extern]
fn alembic(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<String, ErrorReport> {
    Ok(pinned(|| migrate::alembic(or(&revision, "head"), source.as_deref()))?)
}

/// A revision as one HTML page for the person who has to approve it: what changes and why, what may be lost, each object before and
/// after, statements with their undo, a diagram of the tables that are touched, warnings, and what `schemig.preflight`,
/// `schemig.verify` and `schemig.drift` say now. The page needs no network and no script. Nothing is written.
///
/// - `revision text DEFAULT 'head'`: the revision, applied here or not
/// - `source text DEFAULT NULL`: name of the source; null where only one has that revision
///
/// Result: the text of the page. A source that cannot be reached is no error: the page says so.
///
/// Errors: 42704 no such source or revision; 42725 several revisions begin so, or several sources have one.
///
/// ```sql
/// SELECT schemig.report('head', 'shop/public');
/// ```
#[pg_extern]
fn report(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<String, ErrorReport> {
    Ok(pinned(|| migrate::report(or(&revision, "head"), source.as_deref()))?)
}

/// Writes down a revision that `schemig.export` has made a document of in another database, as pending here. It must come
/// next after those that are applied here, and this database must be what it starts from, on record and as it is. The source
/// gets the rules of the revision; its foreign server need not exist.
///
/// - `document jsonb`: the document
///
/// Result: lines for people: what was written down and what to type next, or that it is there already.
///
/// Errors: 22004 document is null; 22023 it is not that of a revision, or has been changed since; 42601 or 0A000 a statement
/// in it is not exactly one of its kind's commands, or a query does more than read; 0A000 another format, or a kind that is
/// unknown; 42704 a role that it needs is not here; 42710 another source has that revision; 55000 it does not come next, or
/// this database is not what it starts from; 55P03 another session is at it.
///
/// ```sql
/// SELECT schemig.import(document) FROM revisions_from_elsewhere;
/// ```
#[pg_extern]
fn import(document: Option<JsonB>) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::import(required(document, "document")?.0))
}
