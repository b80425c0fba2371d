//! Names of Python: of classes, attributes, variables.

use heck::ToSnakeCase;
use std::collections::BTreeSet;

/// Words that are no names: <https://docs.python.org/3/reference/lexical_analysis.html#keywords>.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// What the file itself uses.
pub const USED: [&str; 41] = [
    "Any",
    "Base",
    "Decimal",
    "DeclarativeBase",
    "Mapped",
    "Named",
    "Optional",
    "PARTITIONS",
    "PERIODS",
    "SCHEMAS",
    "Sequence",
    "UUID",
    "also",
    "bare",
    "bool",
    "bytes",
    "compare_type",
    "dict",
    "dt",
    "float",
    "getattr",
    "include_name",
    "include_object",
    "int",
    "isinstance",
    "known",
    "list",
    "mapped_column",
    "metadata",
    "object",
    "postgresql",
    "re",
    "registry",
    "relationship",
    "sa",
    "self",
    "str",
    "super",
    "tuple",
    "type_annotation_map",
    "views",
];

/// Letters of other scripts that Python takes for what they are, and not for another letter (NFKC).
fn is_letter(c: char) -> bool {
    let apart = matches!(
        c,
        '×' | '÷'
            | '\u{132}' | '\u{133}'
            | '\u{13F}' | '\u{140}'
            | '\u{149}'
            | '\u{17F}'
            | '\u{1C4}'..='\u{1CC}'
            | '\u{1F1}'..='\u{1F3}'
    );
    let scripts = matches!(
        c,
        '\u{C0}'..='\u{24F}'
            | '\u{391}'..='\u{3A1}'
            | '\u{3A3}'..='\u{3C9}'
            | '\u{400}'..='\u{45F}'
            | '\u{5D0}'..='\u{5EA}'
            | '\u{621}'..='\u{64A}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FA}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
    );
    c.is_ascii_alphanumeric() || c == '_' || scripts && !apart
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// The name where it is one, else what is nearest to it. SQLAlchemy does not look at attributes with two underscores or
/// `_sa_` in front.
pub fn identifier(name: &str) -> String {
    let word: String = name.chars().map(|c| if is_letter(c) { c } else { '_' }).collect();
    let bare = word.trim_start_matches('_');
    let mut out = match word.len() - bare.len() {
        0 => word.clone(),
        _ if bare.starts_with("sa_") => bare.to_string(),
        _ => format!("_{bare}"),
    };
    if bare.is_empty() {
        out = "nameless".to_string();
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, '_');
    }
    if is_keyword(&out) {
        out.push('_');
    }
    out
}

/// `film_actor` as the name of a class: `FilmActor`. Capitals stay.
pub fn class(name: &str) -> String {
    let word: String = name.chars().map(|c| if is_letter(c) { c } else { '_' }).collect();
    let mut out = String::new();
    for part in word.split('_') {
        let mut letters = part.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.extend(letters);
    }
    identifier(&out)
}

/// `OwnerUser` as the name of a relationship: `owner_user`.
pub fn snake(name: &str) -> String {
    let snake = identifier(name).to_snake_case();
    identifier(if snake.is_empty() { name } else { &snake })
}

/// The name as that of a constant: `MPAA_RATING`.
pub fn constant(name: &str) -> String {
    identifier(&identifier(name).to_uppercase())
}

/// The name of what a column refers to: `owner` for `owner_id` or `OwnerId`, none where the name does not tell.
pub fn without_id(column: &str) -> Option<&str> {
    let ends = ["_id", "_ID", "_Id", "Id", "ID"];
    let bare = ends.iter().find_map(|end| column.strip_suffix(end))?;
    // `PAID` is no reference to a `PA`.
    let apart = column.ends_with("_id")
        || column.ends_with("_ID")
        || column.ends_with("_Id")
        || bare.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    (apart && !bare.is_empty()).then_some(bare)
}

/// The name of what a column refers to where the column has the parent's own name in it: `billtoaddress` for
/// `billtoaddressid`.
pub fn without_id_of<'a>(column: &'a str, parent: &str) -> Option<&'a str> {
    let whole = format!("{}id", parent.to_lowercase());
    let ends = column.to_lowercase().ends_with(&whole) && column.is_ascii();
    column.get(..column.len().checked_sub(2)?).filter(|_| ends)
}

/// The first of the names that is free, or the last with a number; it is taken then.
pub fn free(taken: &mut BTreeSet<String>, names: &[String]) -> String {
    let last = names.last().cloned().unwrap_or_default();
    let numbered = (2..).map(|number| format!("{last}_{number}"));
    let mut all = names.iter().cloned().chain([format!("{last}_")]).chain(numbered);
    let name = all.find(|name| !taken.contains(name) && !is_keyword(name)).unwrap_or(last);
    taken.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        let all = [
            ("DisplayName", "DisplayName"),
            ("Display Name", "Display_Name"),
            ("class", "class_"),
            ("1st", "_1st"),
            ("__x", "_x"),
            ("_sa_x", "sa_x"),
            ("!!", "nameless"),
            ("", "nameless"),
            ("größe", "größe"),
            ("ﬁ", "nameless"),
            ("表", "表"),
        ];
        for (name, wanted) in all {
            assert_eq!(identifier(name), wanted, "{name}");
        }
        assert_eq!(class("film_actor"), "FilmActor");
        assert_eq!(class("none"), "None_");
        assert_eq!(snake("OwnerUser"), "owner_user");
        assert_eq!(without_id("OwnerUserId"), Some("OwnerUser"));
        assert_eq!(without_id("PAID"), None);
        assert_eq!(without_id("_id"), None);
        assert_eq!(without_id_of("billtoaddressid", "address"), Some("billtoaddress"));
        assert_eq!(without_id_of("paid", "users"), None);
    }

    #[test]
    fn none_twice() {
        let mut taken = BTreeSet::new();
        let mut next = || free(&mut taken, &["a".to_string(), "b".to_string()]);
        assert_eq!([next(), next(), next(), next()], ["a", "b", "b_", "b_2"]);
    }
}
