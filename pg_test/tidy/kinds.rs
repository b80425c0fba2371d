//! A kind is a module of `src/kind`, the catalog query and the cases of the same name, and one line
//! of the registry.

use crate::rust::{Source, walk};
use crate::{Faults, files, top};
use proc_macro2::TokenTree;
use std::collections::BTreeSet;

/// Folders of the corpus that are about what all kinds have.
const ACROSS: [&str; 4] = ["drops", "naming", "rename", "rewrite"];

/// Modules of `src/kind/mod.rs`, and those that its registry names.
fn modules() -> (Vec<String>, Vec<String>) {
    let text = std::fs::read_to_string(top().join("src/kind/mod.rs")).expect("src/kind/mod.rs");
    let file = syn::parse_file(&text).expect("src/kind/mod.rs in Rust");
    let (mut modules, mut registered) = (Vec::new(), Vec::new());
    for item in file.items {
        match item {
            syn::Item::Mod(module) => modules.push(module.ident.to_string()),
            syn::Item::Static(list) if list.ident == "KINDS" => {
                registered = first_names(&list.expr)
            }
            _ => (),
        }
    }
    assert!(!modules.is_empty() && !registered.is_empty(), "no kinds found");
    (modules, registered)
}

/// `a` for each `a::b::C` of `&[a::b::C, ...]`.
fn first_names(list: &syn::Expr) -> Vec<String> {
    match list {
        syn::Expr::Reference(reference) => first_names(&reference.expr),
        syn::Expr::Array(array) => array.elems.iter().flat_map(first_names).collect(),
        syn::Expr::Path(path) => vec![path.path.segments[0].ident.to_string()],
        _ => Vec::new(),
    }
}

/// Names of files with an ending, or with none of folders, that stand in a folder.
fn names_in(folder: &str, end: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(top().join(folder)).expect("a folder");
    let name = |e: std::fs::DirEntry| {
        let name = e.file_name().to_string_lossy().into_owned();
        let wanted = e.path().is_dir() == end.is_empty();
        name.strip_suffix(end).filter(|_| wanted).map(str::to_string)
    };
    entries.filter_map(|e| name(e.expect("an entry"))).collect()
}

pub fn incomplete() -> Faults {
    let (modules, registered) = modules();
    let known: BTreeSet<&String> = modules.iter().collect();
    let mut faults = Vec::new();
    for module in &modules {
        let lines = registered.iter().filter(|r| *r == module).count();
        if lines != 1 {
            faults.push(format!("{module} has {lines} lines in the registry"));
        }
        let query = format!("include_str!(\"../../sql/catalog/{module}.sql\")");
        let code = std::fs::read_to_string(top().join(format!("src/kind/{module}.rs")));
        if !code.is_ok_and(|text| text.contains(&query)) {
            faults.push(format!("src/kind/{module}.rs has not {query}"));
        }
        if !top().join(format!("sql/catalog/{module}.sql")).exists() {
            faults.push(format!("there is no sql/catalog/{module}.sql"));
        }
        let cases = files(&[&format!("pg_test/corpus/{module}")]);
        if !cases.iter().any(|c| c.path.ends_with("/source.sql")) {
            faults.push(format!("pg_test/corpus/{module} has no case"));
        }
    }
    let across = |name: &String| ACROSS.contains(&name.as_str());
    for (folder, end) in [("src/kind", ".rs"), ("sql/catalog", ".sql"), ("pg_test/corpus", "")] {
        for name in names_in(folder, end) {
            let other = folder == "src/kind" && name == "mod" || end.is_empty() && across(&name);
            if !known.contains(&name) && !other {
                faults.push(format!("{folder}/{name}{end} belongs to no kind"));
            }
        }
    }
    faults
}

/// Names of the kinds for people: the constants `KIND` of their modules.
pub fn labels() -> Vec<String> {
    let mut labels = Vec::new();
    for file in files(&["src/kind"]) {
        for line in file.text.lines() {
            let constant = line.trim().strip_prefix("const KIND: &'static str = \"");
            labels.extend(constant.and_then(|rest| rest.strip_suffix("\";")).map(str::to_string));
        }
    }
    assert_eq!(labels.len(), modules().0.len(), "a KIND for each module");
    labels
}

/// Modules of `src/kind` that other code names.
pub fn named_outside(sources: &[Source]) -> Faults {
    let (modules, _) = modules();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|s| s.module() != "kind") {
        walk(&source.tokens, &mut |rest| {
            let [TokenTree::Ident(kind), TokenTree::Punct(_), TokenTree::Punct(_), next, ..] = rest
            else {
                return;
            };
            let names: Vec<String> = match next {
                TokenTree::Ident(name) => vec![name.to_string()],
                TokenTree::Group(group) => {
                    group.stream().into_iter().map(|t| t.to_string()).collect()
                }
                _ => Vec::new(),
            };
            for name in names.into_iter().filter(|n| kind == "kind" && modules.contains(n)) {
                faults.push(source.fault(kind.span().start(), &format!("names the kind {name}")));
            }
        });
    }
    faults
}
