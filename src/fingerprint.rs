//! Whether anything can have changed since a plan has found nothing to do: the versions of all rows of both catalogs.
//!
//! `xmin` of a row is the transaction that has written it, <https://www.postgresql.org/docs/current/ddl-system-columns.html>.
//! Statistics and large objects are left out: nothing that is followed.

use crate::catalog::Side;
use crate::error::{Error, Result};
use crate::pg::spi;

/// With the server version from which each exists.
const CATALOGS: &[(&str, i32)] = &[
    ("aggregate", 0),
    ("am", 0),
    ("amop", 0),
    ("amproc", 0),
    ("attrdef", 0),
    ("attribute", 0),
    ("auth_members", 0),
    ("cast", 0),
    ("class", 0),
    ("collation", 0),
    ("constraint", 0),
    ("conversion", 0),
    ("default_acl", 0),
    ("depend", 0),
    ("description", 0),
    ("enum", 0),
    ("event_trigger", 0),
    ("extension", 0),
    ("foreign_data_wrapper", 0),
    ("foreign_server", 0),
    ("foreign_table", 0),
    ("index", 0),
    ("inherits", 0),
    ("init_privs", 0),
    ("language", 0),
    ("opclass", 0),
    ("operator", 0),
    ("opfamily", 0),
    ("partitioned_table", 0),
    ("policy", 0),
    ("proc", 0),
    ("publication", 0),
    ("publication_namespace", 150_000),
    ("publication_rel", 0),
    ("range", 0),
    ("rewrite", 0),
    ("seclabel", 0),
    ("sequence", 0),
    ("statistic_ext", 0),
    ("tablespace", 0),
    ("transform", 0),
    ("trigger", 0),
    ("ts_config", 0),
    ("ts_config_map", 0),
    ("ts_dict", 0),
    ("ts_parser", 0),
    ("ts_template", 0),
    ("type", 0),
];

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

fn sum(catalog: &str, row: &str, of: &str) -> String {
    format!(
        "SELECT '{catalog}', pg_catalog.concat_ws(' ', count(*), sum(pg_catalog.hashtext({row})::pg_catalog.int8))
           FROM pg_catalog.pg_{catalog} {of}"
    )
}

/// A text that is another one when a row of a catalog has come, changed or gone.
pub fn of(side: &Side, version: i32) -> Result<String> {
    let there = CATALOGS.iter().filter(|(_, since)| version >= *since);
    let own = "(SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";
    let row_version = "xmin::pg_catalog.text";
    let catalogs = there.map(|(name, _)| sum(name, row_version, ""));
    // Those for temporary tables stay when their session ends.
    let schemas = sum("namespace", row_version, "WHERE nspname !~ '^pg_(toast_)?temp_'");
    let shared =
        SHARED.iter().map(|(name, of)| sum(name, row_version, &format!("WHERE {of} = {own}")));
    let views = VIEWS.iter().map(|(name, row)| sum(name, row, ""));
    let each: Vec<String> = catalogs.chain([schemas]).chain(shared).chain(views).collect();
    let sql = format!(
        "SELECT pg_catalog.md5(pg_catalog.string_agg(s.sum, ',' ORDER BY s.name)) FROM ({}) AS s(name, sum)",
        each.join(" UNION ALL ")
    );
    let mut found = None;
    side.each(&sql, 1, &mut |row| {
        found = row.opt(0);
        Ok(())
    })?;
    found.ok_or_else(|| Error::internal("no row versions"))
}
