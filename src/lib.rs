//! schemig: keeps the schema of this database in step with another one.
//!
//! Modules stand in layer order: each uses only those above it, and `migrate` alone calls stages.

pub mod line;
pub mod error;
pub mod pg;
pub mod model;
pub mod fact;
pub mod kind;
pub mod omit;
pub mod sound;
pub mod catalog;
pub mod transform;
pub mod diff;
pub mod plan;
pub mod hazard;
pub mod revision;
pub mod batch;
pub mod apply;
pub mod bodies;
pub mod checks;
pub mod select;
pub mod online;
pub mod purge;
pub mod access;
pub mod verify;
pub mod coverage;
pub mod transfer;
pub mod print;
pub mod export;
pub mod migrate;
pub mod api;

pgrx::pg_module_magic!(name, version);

/// The server calls it when it has loaded the library.
#[pgrx::pg_guard]
pub extern "C-unwind" fn _PG_init() {
    pg::settings::define();
    pg::timeout::register();
}

pgrx::extension_sql_file!("../sql/bootstrap.sql", name = "bootstrap", bootstrap);
pgrx::extension_sql_file!("../sql/functions.sql", name = "functions", finalize);
