//! Rules for SQL text.

use crate::{Faults, File};

/// An unquoted word.
pub struct Word {
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// The word before it.
    before: String,
    /// A dot stands before it.
    qualified: bool,
    /// A parenthesis follows it at once.
    called: bool,
}

/// Schemas may stand alone in `SET search_path`.
const SCHEMAS: [&str; 2] = ["pg_catalog", "pg_temp"];

/// Syntax that looks like a function; all else that is no function is written in capitals.
const SYNTAX: [&str; 4] = ["coalesce", "nullif", "greatest", "least"];

/// The words of SQL text outside comments, strings and quoted identifiers. What stands between
/// dollar quotes is code.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = text;
    let mut qualified = false;
    while let Some(c) = rest.chars().next() {
        let all = rest.len();
        let length = match c {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(all),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(all, |i| i + 2),
            '\'' | '"' => rest[1..].find(c).map_or(all, |i| i + 2),
            c if c.is_alphabetic() || c == '_' => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(all);
                let line = text[..text.len() - all].matches('\n').count() + 1;
                let called = rest[end..].starts_with('(');
                let before = words.last().map(|w| w.text.clone()).unwrap_or_default();
                words.push(Word { text: rest[..end].to_string(), line, before, qualified, called });
                end
            }
            c => c.len_utf8(),
        };
        qualified = c == '.';
        rest = &rest[length..];
    }
    words
}

/// Catalogs, and views on them, that `pg_catalog.` is missing before.
pub fn bare_catalogs(text: &str) -> Vec<Word> {
    let is_schema = |w: &Word| SCHEMAS.contains(&w.text.as_str());
    let is_bare = |w: &Word| w.text.starts_with("pg_") && !w.qualified && !is_schema(w);
    words(text).into_iter().filter(is_bare).collect()
}

/// Functions without a schema. A name before a list of columns is that of an alias or a query.
fn bare_functions(text: &str) -> Vec<Word> {
    let words = words(text);
    let follows = |w: &Word, of: &[&str]| of.contains(&w.before.as_str());
    let relations = words.iter().filter(|w| follows(w, &["FROM", "JOIN"]));
    let relations: Vec<String> = relations.map(|w| w.text.clone()).collect();
    let is_bare = |w: &Word| {
        w.called
            && !w.qualified
            && !w.text.contains(char::is_uppercase)
            && !SYNTAX.contains(&w.text.as_str())
            && !follows(w, &["AS"])
            && !relations.contains(&w.text)
    };
    words.into_iter().filter(is_bare).collect()
}

pub fn unqualified(file: &File) -> Faults {
    let bare = bare_catalogs(&file.text).into_iter().chain(bare_functions(&file.text));
    bare.map(|w| format!("{}:{}: {} is not qualified", file.path, w.line, w.text)).collect()
}
