//! Whether anything can have changed since a plan has found nothing to do: the versions of all rows of both catalogs.
//!
//! `xmin` of a row is the transaction that has written it, <https://www.postgresql.org/docs/current/ddl-system-columns.html>.
//! Statistics and large objects are left out: nothing that is followed.

use crate::catalog::Side;
use crate::error::{Error, Result};
use crate::pg::settings::MAJOR;
use crate::pg::spi;

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

/// What not everybody may read the row versions of.
const VIEWS: &[(&str, &str)] = &[
    ("roles", "pg_catalog.concat_ws(' ', oid, rolname, rolsuper, rolinherit)"),
    ("user_mappings", "pg_catalog.concat_ws(' ', umid, srvid, umuser, umoptions)"),
];

/// Whether this transaction has written nothing. Else what it writes later would look the same.
pub fn can_be_taken() -> Result<bool> {
    let written = spi::first("SELECT pg_catalog.pg_current_xact_id_if_assigned()::text", &[])?;
    Ok(written.is_some_and(|row| row.opt(0).is_none()))
}

/// An expression over rows that is another text when one has come, changed or gone, by what is said of each.
pub fn summed(row: &str) -> String {
    format!("pg_catalog.concat_ws(' ', count(*), sum(pg_catalog.hashtext({row})::pg_catalog.int8))")
}

/// What is said of a row to tell when it is written anew.
pub const ROW_VERSION: &str = "xmin::pg_catalog.text";

fn sum(catalog: &str, row: &str, of: &str) -> String {
    format!("SELECT '{catalog}', {} FROM pg_catalog.pg_{catalog} {of}", summed(row))
}

/// For both sides, of which the source is of that version, a text that is another one when a row of a catalog has come,
/// changed or gone. They work on it at the same time.
pub fn of(source: &Side, version: i32) -> Result<(String, String)> {
    let there = query(version);
    source.begin(there.clone())?;
    let here = value(&Side::Target, &query(MAJOR as i32 * 10_000))?;
    Ok((value(source, &there)?, here))
}

fn query(version: i32) -> String {
    let newer = NEWER.iter().filter(|(_, since)| version >= *since).map(|(name, _)| name);
    let own = "(SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";
    let catalogs = CATALOGS.iter().chain(newer).map(|name| sum(name, ROW_VERSION, ""));
    // Those for temporary tables stay when their session ends.
    let schemas = sum("namespace", ROW_VERSION, "WHERE nspname !~ '^pg_(toast_)?temp_'");
    let shared =
        SHARED.iter().map(|(name, of)| sum(name, ROW_VERSION, &format!("WHERE {of} = {own}")));
    let views = VIEWS.iter().map(|(name, row)| sum(name, row, ""));
    let each: Vec<String> = catalogs.chain([schemas]).chain(shared).chain(views).collect();
    format!(
        "SELECT pg_catalog.md5(pg_catalog.string_agg(s.sum, ',' ORDER BY s.name)) FROM ({}) AS s(name, sum)",
        each.join(" UNION ALL ")
    )
}

fn value(side: &Side, sql: &str) -> Result<String> {
    let found = side.collect(sql, 1, |row| Ok(row.opt(0)))?;
    found.into_iter().next().flatten().ok_or_else(|| Error::internal("no row versions"))
}
