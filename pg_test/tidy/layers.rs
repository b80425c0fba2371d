//! Which module uses which.

use crate::rust::{Source, is_block, is_punct, walk};
use crate::{Faults, top};
use proc_macro2::{LineColumn, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Functions that do what a stage is there for, besides those that write to schemig's tables.
const STAGES: [&str; 5] =
    ["transform::names::transform", "diff::diff", "plan::plan", "apply::run", "apply::prove"];

/// The module that alone writes to schemig's tables.
const WRITER: &str = "revision";

/// How statements begin that write to schemig's tables.
const WRITES: [&str; 3] = ["INSERT INTO schemig.", "UPDATE schemig.", "DELETE FROM schemig."];

/// The modules of the crate in the order of `src/lib.rs`.
fn order() -> Vec<String> {
    let text = std::fs::read_to_string(top().join("src/lib.rs")).expect("src/lib.rs");
    let file = syn::parse_file(&text).expect("src/lib.rs in Rust");
    let module = |item: syn::Item| match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    };
    file.items.into_iter().filter_map(module).collect()
}

/// Paths from `start` on that tokens begin with; a group at the end has several.
fn paths(tokens: &[TokenTree], start: &str, found: &mut Vec<(String, LineColumn)>) {
    match tokens {
        [TokenTree::Ident(name), c, d, rest @ ..] if is_punct(c, ':') && is_punct(d, ':') => {
            paths(rest, &format!("{start}{name}::"), found);
        }
        [TokenTree::Ident(name), ..] => {
            found.push((format!("{start}{name}"), name.span().start()));
        }
        [TokenTree::Group(group), ..] => {
            let list: Vec<TokenTree> = group.stream().into_iter().collect();
            for part in list.split(|t| is_punct(t, ',')) {
                paths(part, start, found);
            }
        }
        _ => (),
    }
}

/// Everything of this crate that a file names, as `a::b`, and where. What it has imported counts
/// where it is used too.
fn uses(source: &Source) -> Vec<(String, LineColumn)> {
    let mut found = Vec::new();
    walk(&source.tokens, &mut |rest| {
        if let [TokenTree::Ident(name), c, d, rest @ ..] = rest
            && name == "crate"
            && is_punct(c, ':')
            && is_punct(d, ':')
        {
            paths(rest, "", &mut found);
        }
    });
    let imported: Vec<String> =
        found.iter().map(|(path, _)| path.trim_end_matches("::self").to_string()).collect();
    walk(&source.tokens, &mut |rest| {
        let mut local = Vec::new();
        paths(rest, "", &mut local);
        for (path, at) in local {
            let Some((first, more)) = path.split_once("::") else { continue };
            let is_first = |i: &&String| i.rsplit("::").next() == Some(first);
            if let Some(import) = imported.iter().find(is_first) {
                found.push((format!("{import}::{more}"), at));
            }
        }
    });
    found
}

/// Uses of modules that do not stand above in `src/lib.rs`.
pub fn upward(sources: &[Source]) -> Faults {
    let order = order();
    let place = |module: &str| order.iter().position(|m| m == module);
    let mut faults = Vec::new();
    for source in sources.iter().filter(|s| s.path != "src/lib.rs") {
        let own = source.module();
        let Some(here) = place(own) else {
            faults.push(format!("{}: {own} is not in src/lib.rs", source.path));
            continue;
        };
        for (path, at) in uses(source) {
            let used = path.split("::").next().unwrap_or_default();
            if place(used).is_none_or(|there| there > here) {
                faults.push(source.fault(at, &format!("{own} uses {used}, which is not above it")));
            }
        }
        faults.extend(out_of_module(source));
    }
    faults
}

/// `super` that leads to the crate: `crate::` must be said.
fn out_of_module(source: &Source) -> Faults {
    let inner = source.path.trim_start_matches("src/").trim_end_matches("/mod.rs");
    let depth = inner.split('/').count();
    let mut faults = Vec::new();
    walk(&source.tokens, &mut |rest| {
        let mut found = Vec::new();
        paths(rest, "", &mut found);
        for (path, at) in found {
            if path.split("::").take_while(|s| *s == "super").count() >= depth {
                faults.push(source.fault(at, "super leads out of the module"));
            }
        }
    });
    faults
}

/// Functions that write to schemig's tables, by themselves or by others of their module.
fn writers(sources: &[Source]) -> BTreeSet<String> {
    let own = sources.iter().filter(|s| s.module() == WRITER);
    let functions: Vec<_> = own.flat_map(|s| functions(&s.tokens)).collect();
    let mut writers = BTreeSet::new();
    loop {
        let writes = |word: &String| writers.contains(word) || is_write(word);
        let found = functions.iter().filter(|(_, body)| body.iter().any(writes));
        let found: BTreeSet<String> = found.map(|(name, _)| name.clone()).collect();
        if found == writers {
            return writers;
        }
        writers = found;
    }
}

/// Functions by name, with the names and literals of their bodies.
fn functions(tokens: &TokenStream) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    walk(tokens, &mut |rest| {
        if let [TokenTree::Ident(word), TokenTree::Ident(name), rest @ ..] = rest
            && word == "fn"
            && let Some(TokenTree::Group(body)) = rest.iter().find(|t| is_block(t))
        {
            let mut words = Vec::new();
            walk(&body.stream(), &mut |rest| match &rest[0] {
                TokenTree::Ident(_) | TokenTree::Literal(_) => words.push(rest[0].to_string()),
                _ => (),
            });
            found.push((name.to_string(), words));
        }
    });
    found
}

fn is_write(literal: &str) -> bool {
    WRITES.iter().any(|w| literal.contains(w))
}

/// Stages that another module than `migrate` calls, and writes outside the module for them.
pub fn stages_called(sources: &[Source]) -> Faults {
    let written = writers(sources).into_iter().map(|f| format!("{WRITER}::{f}"));
    let stages: Vec<String> = STAGES.iter().map(|s| s.to_string()).chain(written).collect();
    let mut faults = Vec::new();
    let mut called = BTreeSet::new();
    for source in sources {
        let own = source.module();
        for (path, at) in uses(source) {
            if !stages.contains(&path) || path.starts_with(&format!("{own}::")) {
                continue;
            }
            if own != "migrate" {
                faults.push(source.fault(at, &format!("{own} calls the stage {path}")));
            }
            called.insert(path);
        }
        faults.extend(writes(source));
    }
    let idle = STAGES.iter().filter(|s| !called.contains(**s));
    faults.extend(idle.map(|s| format!("the stage {s} is not called: is this its name?")));
    faults
}

fn writes(source: &Source) -> Faults {
    let mut faults = Vec::new();
    walk(&source.tokens, &mut |rest| {
        if let TokenTree::Literal(text) = &rest[0]
            && source.module() != WRITER
            && is_write(&text.to_string())
        {
            let what = format!("writes to schemig's tables outside {WRITER}");
            faults.push(source.fault(text.span().start(), &what));
        }
    });
    faults
}
