//! Whether anything can have changed since a plan has found nothing to do: the versions of all rows of both catalogs.
//!
//! `xmin` of a row is the transaction that has written it, and `ctid` the place where it stands,
//! <https://www.postgresql.org/docs/current/ddl-system-columns.html>: a transaction that writes a row once more puts it
//! elsewhere. Statistics and large objects are left out: nothing that is followed.

mod tables;

pub use tables::Tables;

use crate::catalog::Side;
use crate::error::{Error, Result};
use crate::pg::settings::MAJOR;

const CATALOGS: &[&str] = &[
    "aggregate",
    "am",
    "amop",
    "amproc",
    "attrdef",
    "attribute",
    "auth_members",
    "cast",
    "class",
    "collation",
    "constraint",
    "conversion",
    "default_acl",
    "depend",
    "description",
    "enum",
    "event_trigger",
    "extension",
    "foreign_data_wrapper",
    "foreign_server",
    "foreign_table",
    "index",
    "inherits",
    "init_privs",
    "language",
    "opclass",
    "operator",
    "opfamily",
    "partitioned_table",
    "policy",
    "proc",
    "publication",
    "publication_rel",
    "range",
    "rewrite",
    "seclabel",
    "sequence",
    "statistic_ext",
    "tablespace",
    "transform",
    "trigger",
    "ts_config",
    "ts_config_map",
    "ts_dict",
    "ts_parser",
    "ts_template",
    "type",
];

/// With the server version from which each exists.
const NEWER: &[(&str, i32)] = &[("publication_namespace", 150_000)];

/// What all databases of a server share, with the rows that are about this one.
const SHARED: &[(&str, &str)] = &[
    ("database", "oid"),
    ("db_role_setting", "setdatabase"),
    ("shdepend", "dbid"),
    ("shdescription", "objoid"),
    ("shseclabel", "objoid"),
];

/// What not everybody may read the row versions of, with the columns that count.
const VIEWS: &[(&str, &str)] = &[
    ("roles", "oid, rolname, rolsuper, rolinherit"),
    ("user_mappings", "umid, srvid, umuser, umoptions"),
];

/// This server's version.
const HERE: i32 = MAJOR as i32 * 10_000;

/// An expression over rows that is another text when one has come, changed or gone, by a number that is said of each.
fn summed(row: &str) -> String {
    format!("pg_catalog.concat_ws(' ', count(*), sum({row}))")
}

/// A number that a server of a version says of a row, another one when the row is written anew.
///
/// `of` is what comes before its columns.
fn row_version(version: i32, of: &str) -> String {
    // A transaction has no cast to a number but by way of a text, which would take most of the time. Its distance from
    // a fixed one stays; those of the first rows of all have none.
    match version {
        140_000.. => {
            format!("pg_catalog.hashtidextended({of}ctid, coalesce(pg_catalog.age('3'::pg_catalog.xid)::pg_catalog.int8
                - nullif(pg_catalog.age({of}xmin), 2147483647), 0))")
        }
        _ => {
            format!("pg_catalog.hashtextextended(pg_catalog.concat_ws(' ', {of}ctid, {of}xmin), 0)")
        }
    }
}

/// An expression over rows of this database that is another text when one has come, changed or gone.
pub fn of_rows() -> String {
    summed(&row_version(HERE, ""))
}

fn sum(catalog: &str, row: &str, of: &str) -> String {
    format!("SELECT '{catalog}', {} FROM pg_catalog.pg_{catalog} {of}", summed(row))
}

/// For both sides, of which the source is of that version, a text that is another one when a row of a catalog has come,
/// changed or gone. They work on it at the same time.
pub fn of(source: &Side, version: i32) -> Result<(String, String)> {
    let there = query(version);
    source.begin(there.clone())?;
    let here = here()?;
    Ok((value(source, &there)?, here))
}

/// The text of this database.
pub fn here() -> Result<String> {
    value(&Side::Target, &query(HERE))
}

fn query(version: i32) -> String {
    let newer = NEWER.iter().filter(|(_, since)| version >= *since).map(|(name, _)| name);
    let row = &row_version(version, "");
    let catalogs = CATALOGS.iter().chain(newer).map(|name| sum(name, row, ""));
    whole(version, catalogs.collect(), SHARED)
}

/// Sums over some catalogs, with those over what every reading has to look at, as one text.
fn whole(version: i32, catalogs: Vec<String>, shared: &[(&str, &str)]) -> String {
    let own = "(SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";
    let row = &row_version(version, "");
    // Those for temporary tables stay when their session ends.
    let schemas = sum("namespace", row, "WHERE nspname !~ '^pg_(toast_)?temp_'");
    let shared = shared.iter().map(|(name, of)| sum(name, row, &format!("WHERE {of} = {own}")));
    let views = VIEWS.iter().map(|(name, row)| {
        sum(name, &format!("pg_catalog.hashtextextended(pg_catalog.concat_ws(' ', {row}), 0)"), "")
    });
    let each: Vec<String> =
        catalogs.into_iter().chain([schemas]).chain(shared).chain(views).collect();
    // Who asks decides about what may be seen.
    format!(
        "SELECT pg_catalog.md5(pg_catalog.concat_ws(' ', current_user, pg_catalog.string_agg(s.sum, ',' ORDER BY s.name)))
           FROM ({}) AS s(name, sum)",
        each.join(" UNION ALL ")
    )
}

fn value(side: &Side, sql: &str) -> Result<String> {
    let found = side.collect(sql, 1, |row| Ok(row.opt(0)))?;
    found.into_iter().next().flatten().ok_or_else(|| Error::internal("no row versions"))
}
