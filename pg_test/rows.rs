//! Rows of a source brought to a target, and compared.

use crate::Outcome;
use crate::psql::Database;
use std::collections::HashMap;

/// Stands between two parts of what one script prints.
const BREAK: &str = "=== part ===";

/// Two names, of the source and of the target, as SQL writes them.
pub type Names = (String, String);

/// What the record says of these kinds (an SQL list): name in the source, name here.
pub fn recorded(target: &Database, kinds: &str) -> Outcome<Vec<Names>> {
    let printed = target.sql(&format!(
        "SELECT source_object || chr(1) || object FROM schemig.recorded WHERE kind IN ({kinds}) ORDER BY id"
    ))?;
    let name = |line: &str| {
        let (from, to) = line.split_once('\u{1}').ok_or(format!("no two names: {line}"))?;
        Ok((from.to_owned(), to.to_owned()))
    };
    printed.lines().map(name).collect()
}

/// Copies the rows of every table to where the record says that it is (columns keep their order),
/// and refreshes what is materialized.
pub fn copy(source: &Database, target: &Database) -> Outcome {
    let plain = plain_tables(target)?;
    let tables: Vec<Names> =
        recorded(target, "'table'")?.into_iter().filter(|(_, to)| plain.contains_key(to)).collect();
    let from_columns = plain_tables(source)?;
    let mut unload = String::new();
    for (from, _) in &tables {
        let columns = from_columns.get(from).ok_or(format!("the source has no table {from}"))?;
        unload += &format!("COPY {from} ({columns}) TO STDOUT;\n\\echo {BREAK}\n");
    }
    let data = source.sql(&unload)?;
    let end = format!("{BREAK}\n");
    let parts = data.split(&end);
    let mut load = "SET session_replication_role = replica;\n".to_owned();
    for ((_, to), rows) in tables.iter().zip(parts) {
        load += &format!("COPY {to} ({}) FROM STDIN;\n{rows}\\.\n", plain[to]);
    }
    for (_, view) in recorded(target, "'materialized view'")? {
        load += &format!("REFRESH MATERIALIZED VIEW {view};\n");
    }
    target.sql(&load).map(|_| ())
}

/// Tables that hold rows themselves, with their columns that take values.
fn plain_tables(database: &Database) -> Outcome<HashMap<String, String>> {
    let printed = database.sql(
        "SELECT format('%I.%I', n.nspname, c.relname) || chr(1) ||
                string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
           FROM pg_class c
           JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                AND NOT a.attisdropped AND a.attgenerated = ''
          WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'schemig')
          GROUP BY n.nspname, c.relname",
    )?;
    let pair = |line: &str| {
        let (table, columns) = line.split_once('\u{1}').ok_or(format!("no table: {line}"))?;
        Ok((table.to_owned(), columns.to_owned()))
    };
    printed.lines().map(pair).collect()
}

/// The rows of relations (or calls of functions) as text, in order; `None` where reading failed.
pub fn of(database: &Database, relations: &[String]) -> Outcome<Vec<Option<String>>> {
    let mut script = "\\set ON_ERROR_STOP 0\nSET statement_timeout = '5s';\n".to_owned();
    for relation in relations {
        script += &format!(
            "SELECT whole_row::text FROM {relation} whole_row ORDER BY whole_row::text COLLATE \"C\";
             \\echo {BREAK} :ERROR\n"
        );
    }
    let said = database.said(&script)?;
    let mut found = Vec::new();
    let mut rows = String::new();
    for line in said.rows.lines() {
        match line.strip_prefix(BREAK) {
            Some(failed) => {
                let rows = std::mem::take(&mut rows);
                found.push((failed.trim() == "false").then_some(rows));
            }
            None => rows += &format!("{line}\n"),
        }
    }
    match found.len() == relations.len() {
        true => Ok(found),
        false => Err(format!("rows of {} relations, not {}", found.len(), relations.len())),
    }
}
