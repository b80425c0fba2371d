//! Rules for Rust files.

use crate::{Faults, File, sql};
use proc_macro2::{Delimiter, LineColumn, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};

const FILE_LINES: usize = 500;
const LIB_LINES: usize = 80;
const FUNCTION_LINES: usize = 60;

/// The one thing of pgrx's `pg_sys` that may be named outside `src/pg`: the error that an SQL
/// function returns, which is plain Rust.
const SAFE: (&str, &str) = ("src/error.rs", "pgrx::pg_sys::panic::ErrorReport");

const MACROS: [&str; 5] = ["panic", "todo", "unimplemented", "unreachable", "dbg"];
const METHODS: [&str; 4] = ["unwrap", "unwrap_err", "expect", "expect_err"];

/// A parsed file.
pub struct Source {
    pub path: String,
    /// All of it.
    pub file: syn::File,
    /// All of it but what is there for unit tests.
    pub tokens: TokenStream,
}

impl Source {
    pub fn new(file: File) -> Source {
        let parsed = |e: syn::Error| panic!("{}:{}: {e}", file.path, e.span().start().line);
        let tokens: TokenStream = file.text.parse().expect("tokens");
        Source {
            file: syn::parse_file(&file.text).unwrap_or_else(parsed),
            tokens: without_tests(tokens),
            path: file.path,
        }
    }

    /// The module below the crate that the file belongs to: `pg` for `src/pg/spi.rs`.
    pub fn module(&self) -> &str {
        let path = self.path.trim_start_matches("src/");
        path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
    }

    pub fn fault(&self, at: LineColumn, what: &str) -> String {
        format!("{}:{}: {what}", self.path, at.line)
    }
}

/// Leaves out items with the attribute `#[cfg(test)]`: all up to their block or semicolon.
fn without_tests(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group)
                if group.stream().to_string().replace(' ', "") == "cfg(test)" =>
            {
                kept.pop();
                tokens.by_ref().find(|t| is_block(t) || is_punct(t, ';'));
            }
            TokenTree::Group(group) => {
                let mut inner =
                    proc_macro2::Group::new(group.delimiter(), without_tests(group.stream()));
                inner.set_span(group.span());
                kept.push(inner.into());
            }
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

pub fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace)
}

pub fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == c)
}

/// Calls `each` with every run of sibling tokens, from each token to the end of its group.
pub fn walk(tokens: &TokenStream, each: &mut dyn FnMut(&[TokenTree])) {
    let list: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (i, token) in list.iter().enumerate() {
        each(&list[i..]);
        if let TokenTree::Group(group) = token {
            walk(&group.stream(), each);
        }
    }
}

pub fn long_files(files: &[File]) -> Faults {
    let limit = |f: &File| if f.path == "src/lib.rs" { LIB_LINES } else { FILE_LINES };
    let long = files.iter().map(|f| (f, f.text.lines().count())).filter(|(f, n)| *n > limit(f));
    long.map(|(f, n)| format!("{}: {n} lines, limit {}", f.path, limit(f))).collect()
}

struct Functions<'a> {
    source: &'a Source,
    faults: Faults,
}

impl Functions<'_> {
    /// From `fn` to the closing brace.
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let start = signature.fn_token.span().start();
        let lines = block.span().end().line - start.line + 1;
        if lines > FUNCTION_LINES {
            let what = format!("{}: {lines} lines, limit {FUNCTION_LINES}", signature.ident);
            self.faults.push(self.source.fault(start, &what));
        }
    }
}

impl VisitMut for Functions<'_> {
    fn visit_item_fn_mut(&mut self, it: &mut syn::ItemFn) {
        self.measure(&it.sig, &it.block);
        visit_mut::visit_item_fn_mut(self, it);
    }
    fn visit_impl_item_fn_mut(&mut self, it: &mut syn::ImplItemFn) {
        self.measure(&it.sig, &it.block);
        visit_mut::visit_impl_item_fn_mut(self, it);
    }
    fn visit_trait_item_fn_mut(&mut self, it: &mut syn::TraitItemFn) {
        if let Some(block) = &it.default {
            self.measure(&it.sig, block);
        }
        visit_mut::visit_trait_item_fn_mut(self, it);
    }
}

pub fn long_functions(source: &Source) -> Faults {
    let mut functions = Functions { source, faults: Vec::new() };
    functions.visit_file_mut(&mut source.file.clone());
    functions.faults
}

/// `.unwrap()` and the like, `panic!` and the like.
pub fn panics(source: &Source) -> Faults {
    let mut faults = Vec::new();
    walk(&source.tokens, &mut |rest| {
        let found = match rest {
            [dot, TokenTree::Ident(name), TokenTree::Group(_), ..] if is_punct(dot, '.') => {
                Some(name).filter(|n| METHODS.iter().any(|m| n == m))
            }
            // As a path, `Option::unwrap`, it can be handed on.
            [colon, TokenTree::Ident(name), ..] if is_punct(colon, ':') => {
                Some(name).filter(|n| METHODS.iter().any(|m| n == m))
            }
            [TokenTree::Ident(name), mark, TokenTree::Group(_), ..] if is_punct(mark, '!') => {
                Some(name).filter(|n| MACROS.iter().any(|m| n == m))
            }
            _ => None,
        };
        if let Some(name) = found {
            faults.push(source.fault(name.span().start(), &format!("{name} outside tests")));
        }
    });
    faults
}

/// `unsafe` and `pg_sys` outside `src/pg`.
pub fn unsafe_outside_pg(source: &Source) -> Faults {
    if source.module() == "pg" {
        return Vec::new();
    }
    let allowed = |rest: &[TokenTree]| {
        let path: String = rest.iter().map_while(path_token).collect();
        source.path == SAFE.0 && path == SAFE.1
    };
    let mut faults = Vec::new();
    let mut skip = 0;
    walk(&source.tokens, &mut |rest| {
        let TokenTree::Ident(name) = &rest[0] else { return };
        if name == "pgrx" && allowed(rest) {
            skip += 1;
        } else if name == "pg_sys" && skip > 0 {
            skip -= 1;
        } else if name == "unsafe" || name == "pg_sys" {
            faults.push(source.fault(name.span().start(), &format!("{name} outside src/pg")));
        }
    });
    faults
}

/// The text of a token that can be in a path.
fn path_token(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        token if is_punct(token, ':') => Some(":".to_string()),
        _ => None,
    }
}

/// SQL functions whose doc comment lacks an argument, the errors or an example.
pub fn undocumented(sources: &[Source]) -> Faults {
    let mut faults = Vec::new();
    let mut functions = 0;
    for source in sources {
        for item in &source.file.items {
            let syn::Item::Fn(function) = item else { continue };
            if !function.attrs.iter().any(|a| a.path().is_ident("pg_extern")) {
                continue;
            }
            functions += 1;
            let start = function.sig.fn_token.span().start();
            let docs = docs(&function.attrs);
            for part in required(&function.sig) {
                if !docs.contains(&part) {
                    let what = format!("{}: no \"{part}\" in its docs", function.sig.ident);
                    faults.push(source.fault(start, &what));
                }
            }
            if source.module() != "api" {
                faults.push(source.fault(start, "an SQL function outside src/api"));
            }
        }
    }
    assert!(functions > 0, "no SQL functions found");
    faults
}

/// What the docs of an SQL function must have.
fn required(signature: &syn::Signature) -> Vec<String> {
    let mut parts = vec!["\n Errors: ".to_string(), "\n ```sql\n SELECT ".to_string()];
    parts.push("\n Result: ".to_string());
    for input in &signature.inputs {
        if let syn::FnArg::Typed(argument) = input
            && let syn::Pat::Ident(name) = argument.pat.as_ref()
        {
            parts.push(format!("\n - `{} ", name.ident));
        }
    }
    parts
}

fn docs(attributes: &[syn::Attribute]) -> String {
    let mut docs = String::new();
    for attribute in attributes {
        if let syn::Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) = &pair.value
        {
            docs += &line.value();
            docs.push('\n');
        }
    }
    docs
}

/// Catalogs without `pg_catalog.` in SQL text inside the code.
pub fn unqualified_sql(source: &Source) -> Faults {
    let mut faults = Vec::new();
    walk(&source.tokens, &mut |rest| {
        // Docs are literals too, after `doc =`.
        if let TokenTree::Literal(literal) = &rest[0]
            && let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string())
        {
            let text = text.value();
            let is_sql = ["SELECT ", "FROM ", "JOIN "].iter().any(|word| text.contains(word));
            for word in sql::bare_catalogs(&text).into_iter().filter(|_| is_sql) {
                let what = format!("{} is not qualified", word.text);
                faults.push(source.fault(literal.span().start(), &what));
            }
        }
    });
    faults
}
