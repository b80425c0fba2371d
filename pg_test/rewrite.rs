//! Names inside SQL text: `corpus/rewrite/<case>/source.sql` makes a schema `dbo` with rows and a
//! view. Followed under rules that change every name, the view gives the same rows.

use crate::corpus::{folders, last_name};
use crate::dump::Dump;
use crate::follow::is_unchanged;
use crate::psql::Database;
use crate::{Outcome, rewrite_effects, server, trial};
use libtest_mimic::Trial;
use std::path::Path;

/// The folder of these cases in the corpus.
pub const FOLDER: &str = "rewrite";

/// Cases built upon kinds that are not carried yet.
const NOT_YET: [&str; 3] = ["collation", "operator", "text_search"];

const CONFIGURE: &str = r#"
    SELECT schemig.configure('src_server', 'dbo', '{"schema": "dw__{schema}", "case": "snake"}');"#;
const PLAN: &str = "SELECT schemig.plan('src_server', 'dbo');";

pub fn trials() -> Vec<Trial> {
    let directory = server::directory().join("corpus").join(FOLDER);
    folders(&directory)
        .expect("the cases of names inside SQL text")
        .into_iter()
        .map(|path| {
            let name = last_name(&path);
            let ignored = NOT_YET.contains(&name.as_str());
            trial(format!("rewrite::{name}"), move || run(&path)).with_ignored_flag(ignored)
        })
        .collect()
}

fn run(directory: &Path) -> Outcome {
    let path = directory.join("source.sql");
    let script =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let source = Database::new(&format!("rewrite_{}", last_name(directory)))?;
    source.sql(&script)?;
    let target = Database::target_of(&source)?;
    let before = Dump::of(&target)?;
    target.sql(&format!("{CONFIGURE} {PLAN} SELECT schemig.upgrade();"))?;
    copy_rows(&source, &target)?;
    compare_views(&source, &target)?;
    rewrite_effects::compare(directory, &source, &target)?;
    let again = target.sql(PLAN)?;
    if !is_unchanged(&again) {
        return Err(format!("the second plan:\n{again}"));
    }
    target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}');")?;
    before.must_equal(&Dump::of(&target)?, "after downgrade('base')")
}

/// Each view gives the same rows on both sides.
fn compare_views(source: &Database, target: &Database) -> Outcome {
    let views =
        target.sql("SELECT source_object, object FROM schemig.recorded WHERE kind = 'view'")?;
    if views.is_empty() {
        return Err("there is no view to compare".into());
    }
    for line in views.lines() {
        let (from, to) = two_names(line)?;
        let (expected, actual) = (rows(source, from)?, rows(target, to)?);
        if expected != actual {
            let query = target.sql(&format!("SELECT pg_get_viewdef({}::regclass)", literal(to)))?;
            return Err(format!("{from} has {expected:#?}\n{to} has {actual:#?}\n{query}"));
        }
    }
    Ok(())
}

pub fn two_names(line: &str) -> Outcome<(&str, &str)> {
    line.split_once('|').ok_or_else(|| format!("no two names: {line}"))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Rows of a relation in any order.
pub fn rows(database: &Database, relation: &str) -> Outcome<Vec<String>> {
    let printed = database.sql(&format!("SELECT * FROM {relation}"))?;
    let mut rows: Vec<String> = printed.lines().map(str::to_owned).collect();
    rows.sort();
    Ok(rows)
}

/// Copies the rows of every table to where the record says that it is; columns keep their order.
fn copy_rows(source: &Database, target: &Database) -> Outcome {
    let tables = target.sql(
        "SELECT source_object, object FROM schemig.recorded
          WHERE kind = 'table' AND to_regclass(object) IN (SELECT oid FROM pg_class WHERE relkind = 'r')",
    )?;
    let mut script = "SET session_replication_role = replica;\n".to_owned();
    for line in tables.lines() {
        let (from, to) = two_names(line)?;
        let (from_columns, to_columns) = (columns(source, from)?, columns(target, to)?);
        let data = source.sql(&format!("COPY {from} ({from_columns}) TO STDOUT;"))?;
        script += &format!("COPY {to} ({to_columns}) FROM STDIN;\n{data}\\.\n");
    }
    script += "SELECT format('REFRESH MATERIALIZED VIEW %s', oid::regclass) FROM pg_class
                WHERE relkind = 'm' AND relnamespace = 'dw__dbo'::regnamespace ORDER BY oid \\gexec\n";
    target.sql(&script).map(|_| ())
}

/// The columns of a table that take values.
fn columns(database: &Database, table: &str) -> Outcome<String> {
    let list = database.sql(&format!(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
          WHERE attrelid = {}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        literal(table)
    ))?;
    Ok(list.trim().to_owned())
}
