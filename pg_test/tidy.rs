//! The layout of the repository, checked: where things stand, how long they are, what uses what.
//!
//! `cargo test --test tidy`; no server is needed. A check fails with every place that breaks it.

#[path = "tidy/kinds.rs"]
mod kinds;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/rust.rs"]
mod rust;
#[path = "tidy/sql.rs"]
mod sql;
#[path = "tidy/text.rs"]
mod text;

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository, by its path from the top, with `/`.
struct File {
    path: String,
    text: String,
}

/// Places that break a rule, each with what is wrong there.
type Faults = Vec<String>;

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All text files below folders, in order; nothing that is built or not ours.
fn files(folders: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    folders.iter().for_each(|folder| collect(&top().join(folder), &mut found));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(path: &Path, found: &mut Vec<File>) {
    let name = path.strip_prefix(top()).expect("a path below the top");
    let name = name.to_string_lossy().replace('\\', "/");
    if path.is_dir() {
        if ["target", ".git"].contains(&name.as_str()) {
            return;
        }
        for entry in fs::read_dir(path).expect("a folder that can be read") {
            collect(&entry.expect("an entry that can be read").path(), found);
        }
    } else if let Ok(text) = fs::read_to_string(path) {
        found.push(File { path: name, text });
    }
}

fn with_end(files: Vec<File>, end: &str) -> Vec<File> {
    files.into_iter().filter(|f| f.path.ends_with(end)).collect()
}

/// The Rust files below folders.
fn sources(folders: &[&str]) -> Vec<rust::Source> {
    with_end(files(folders), ".rs").into_iter().map(rust::Source::new).collect()
}

#[track_caller]
fn none(faults: Faults) {
    assert!(faults.is_empty(), "{} fault(s):\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn files_are_short() {
    none(rust::long_files(&with_end(files(&["src", "pg_test"]), ".rs")));
}

#[test]
fn functions_are_short() {
    none(sources(&["src", "pg_test"]).iter().flat_map(rust::long_functions).collect());
}

#[test]
fn nothing_panics() {
    none(sources(&["src"]).iter().flat_map(rust::panics).collect());
}

#[test]
fn only_pg_is_unsafe() {
    none(sources(&["src"]).iter().flat_map(rust::unsafe_outside_pg).collect());
}

#[test]
fn sql_functions_are_documented() {
    none(rust::undocumented(&sources(&["src"])));
}

#[test]
fn modules_use_those_above() {
    none(layers::upward(&sources(&["src"])));
}

#[test]
fn only_migrate_calls_stages() {
    none(layers::stages_called(&sources(&["src"])));
}

#[test]
fn a_kind_has_its_files() {
    none(kinds::incomplete());
}

#[test]
fn only_kinds_name_a_kind() {
    none(kinds::named_outside(&sources(&["src"])));
}

#[test]
fn catalogs_are_qualified() {
    none(with_end(files(&["sql"]), ".sql").iter().flat_map(sql::unqualified).collect());
    none(sources(&["src"]).iter().flat_map(rust::unqualified_sql).collect());
}

#[test]
fn text_is_for_everybody() {
    none(files(&[""]).iter().flat_map(text::out_of_place).collect());
}

#[test]
fn readme_is_true() {
    none(text::untrue_readme());
}
