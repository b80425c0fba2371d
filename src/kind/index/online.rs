//! Indexes built while others write.

use crate::fact::{Online, Piece};
use crate::model::QName;
use crate::pg::quote::{ident, literal};

/// A script's way to build an index, and what is done in the end. `rest` is the statement from ON on.
///
/// <https://www.postgresql.org/docs/current/sql-createindex.html>: a build that fails leaves an index that is not
/// valid, which must be dropped before it is built again.
pub fn build(index: &QName, unique: bool, rest: &str, last: Vec<String>) -> Online {
    let there = format!("pg_catalog.to_regclass({})", literal(&index.to_string()));
    let unique = if unique { "UNIQUE " } else { "" };
    let failed = Piece {
        when: format!(
            "EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indexrelid = {there} AND NOT i.indisvalid)"
        ),
        sql: format!("DROP INDEX CONCURRENTLY {index}"),
        within: false,
    };
    let built = Piece {
        when: format!("{there} IS NULL"),
        sql: format!("CREATE {unique}INDEX CONCURRENTLY {} {rest}", ident(&index.name)),
        within: false,
    };
    Online { before: vec![failed, built], last }
}
