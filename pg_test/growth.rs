//! Twice as many objects: how many rows each catalog query goes over, as the server counts them. Most databases have never
//! been analyzed when they are first read, and the statistics of a new one say that nothing was ever made in it.

use crate::psql::Database;
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Objects of each sort in the smaller of two databases.
const FEW: u32 = 150;

/// Rows that do not count: those of the server's own objects.
const OWN: f64 = 50_000.0;

/// Twice as many rows for twice as many objects, and some for what grows a little faster.
const MOST: f64 = 2.6;

pub fn trials() -> Vec<Trial> {
    vec![trial("growth::rows", rows)]
}

fn rows() -> Outcome {
    let (few, many) = (database(FEW)?, database(2 * FEW)?);
    let mut wrong = Vec::new();
    for statistics in ["without", "with"] {
        for path in queries()? {
            let one = visited(&few, &path)?;
            let two = visited(&many, &path)?;
            if two > OWN && two > MOST * one {
                wrong.push(format!(
                    "{} {statistics} statistics: {one} rows, then {two}",
                    path.display()
                ));
            }
        }
        few.sql("ANALYZE")?;
        many.sql("ANALYZE")?;
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn sql() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sql")
}

fn database(count: u32) -> Outcome<Database> {
    let database = Database::new(&format!("growth_{count}"))?;
    let script = include_str!("growth/objects.sql");
    database.sql(&format!("\\set n {count}\n{script}"))?;
    Ok(database)
}

/// The queries of all kinds, and those about all of them.
fn queries() -> Outcome<Vec<PathBuf>> {
    let folder = std::fs::read_dir(sql().join("catalog")).map_err(|e| e.to_string())?;
    let kinds = folder.filter_map(|entry| Some(entry.ok()?.path()));
    let kinds = kinds.filter(|path| path.extension().is_some_and(|e| e == "sql"));
    let about =
        ["depend", "dependents", "taken", "unsupported", "unsupported_database", "coverage"];
    let about = about.map(|name| sql().join(name).with_extension("sql"));
    Ok(kinds.chain(about).collect())
}

/// How many rows a query goes over.
fn visited(database: &Database, path: &Path) -> Outcome<f64> {
    let query = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let script = format!(
        "SET search_path = ''; SET schemig.schemas = '{{many}}'; SET jit = off; SET max_parallel_workers_per_gather = 0;
         EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) SELECT q FROM ({query}) AS q"
    );
    let plan: Value = serde_json::from_str(&database.sql(&script)?).map_err(|e| e.to_string())?;
    Ok(of(&plan[0]["Plan"]))
}

/// Those of a node of a plan, and of all below it.
fn of(node: &Value) -> f64 {
    let number = |key: &str| node[key].as_f64().unwrap_or_default();
    let removed =
        ["Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck"];
    let each = number("Actual Rows") + removed.map(number).iter().sum::<f64>();
    let below = node["Plans"].as_array().into_iter().flatten().map(of).sum::<f64>();
    number("Actual Loops") * each + below
}
