//! A kind is a module of `src/kind`, the catalog query and the cases of the same name, and one line
//! of the registry.

use crate::rust::{Source, walk};
use crate::{Faults, files, top};
use proc_macro2::TokenTree;
use std::collections::{BTreeMap, BTreeSet};

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

/// What a module of `src/kind` says of its kind.
#[derive(Default)]
struct About {
    texts: BTreeMap<String, String>,
    is_of_database: bool,
    rule: Option<String>,
}

impl About {
    fn read(module: &str) -> About {
        let path = top().join(format!("src/kind/{module}.rs"));
        let text = std::fs::read_to_string(path).expect("a module of src/kind");
        let file = syn::parse_file(&text).expect("a module in Rust");
        let mut about = About::default();
        for item in file.items {
            let syn::Item::Impl(item) = item else { continue };
            let of = item.trait_.as_ref().and_then(|t| t.1.segments.last());
            if of.is_some_and(|name| name.ident == "Definition") {
                item.items.iter().for_each(|item| about.take(item));
            }
        }
        about
    }

    fn take(&mut self, item: &syn::ImplItem) {
        let syn::ImplItem::Const(it) = item else { return };
        match (it.ident.to_string().as_str(), &it.expr) {
            ("DATABASE", _) => self.is_of_database = true,
            ("RULE", syn::Expr::Call(some)) => {
                if let Some(syn::Expr::Path(path)) = some.args.first() {
                    let rule = path.path.segments.last().map(|s| s.ident.to_string());
                    self.rule = rule.map(|rule| rule.to_lowercase());
                }
            }
            (name, syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => {
                self.texts.insert(name.to_string(), text.value());
            }
            _ => (),
        }
    }

    fn row(&self) -> String {
        let text = |name: &str| self.texts.get(name).map(String::as_str).unwrap_or_default();
        let with = match (self.is_of_database, &self.rule) {
            (false, None) => "its schema".to_string(),
            (true, None) => "the whole database".to_string(),
            (false, Some(rule)) => format!("the rule `{rule}`"),
            (true, Some(rule)) => format!("the whole database and the rule `{rule}`"),
        };
        format!("| {} | {} | {} | {with} |\n", text("KIND"), text("ABOUT"), text("CHANGES"))
    }
}

/// Pairs of texts in a static list of `src/kind/mod.rs`.
fn pairs(name: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(top().join("src/kind/mod.rs")).expect("src/kind/mod.rs");
    let file = syn::parse_file(&text).expect("src/kind/mod.rs in Rust");
    let list = file.items.into_iter().find_map(|item| match item {
        syn::Item::Static(list) if list.ident == name => Some(list.expr),
        _ => None,
    });
    let Some(syn::Expr::Reference(list)) = list.map(|l| *l) else { panic!("no list {name}") };
    let syn::Expr::Array(list) = *list.expr else { panic!("{name} is no list") };
    let text = |expr: Option<&syn::Expr>| match expr {
        Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => text.value(),
        _ => panic!("{name} has something that is no text"),
    };
    let pair = |expr: &syn::Expr| match expr {
        syn::Expr::Tuple(it) => (text(it.elems.first()), text(it.elems.last())),
        _ => panic!("{name} has something that is no pair"),
    };
    list.elems.iter().map(pair).collect()
}

/// The tables of README.md that say what is carried, and what is not.
pub fn tables() -> String {
    let mut table =
        "| Kind | What of it | How it changes | Followed with |\n|---|---|---|---|\n".to_string();
    table.extend(modules().1.iter().map(|module| About::read(module).row()));
    table += "\nNot carried, and named in a WARNING:\n\n| Object | Why |\n|---|---|\n";
    table.extend(pairs("NOT_CARRIED").iter().map(|(kind, why)| format!("| {kind} | {why} |\n")));
    table
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
