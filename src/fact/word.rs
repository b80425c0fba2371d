//! Words of SQL that definitions hold as they are written: a storage, a cost, the event of a policy. They stand in
//! statements without quotes, so nothing else may be in them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;

/// Reads a word, or several.
pub fn given<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    match is_word(&text) {
        true => Ok(text),
        false => Err(D::Error::custom(format!("{text:?} is no word of SQL"))),
    }
}

/// The same of a field that may be left out.
pub fn perhaps<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    match is_word(&text) {
        true => Ok(Some(text)),
        false => Err(D::Error::custom(format!("{text:?} is no word of SQL"))),
    }
}

/// The same of several.
pub fn all<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeSet<String>, D::Error> {
    let texts = BTreeSet::<String>::deserialize(from)?;
    match texts.iter().find(|text| !is_word(text)) {
        None => Ok(texts),
        Some(text) => Err(D::Error::custom(format!("{text:?} is no word of SQL"))),
    }
}

/// Letters, digits and what numbers have; single spaces between.
fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-');
    text.split(' ').all(|part| !part.is_empty() && part.chars().all(plain)) && !text.contains("--")
}

/// Whether a text can only be an operator: <https://www.postgresql.org/docs/current/sql-createoperator.html>.
pub fn is_operator(text: &str) -> bool {
    let comment = text.contains("--") || text.contains("/*");
    !text.is_empty() && !comment && text.chars().all(|c| "+-*/<>=~!@#%^&|`?".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_nothing_else() {
        for word in ["EXTERNAL", "ENABLE REPLICA", "0.0025", "1e+06", "int4", "FULL"] {
            assert!(is_word(word), "{word}");
        }
        for text in [
            "",
            " ",
            "a  b",
            "a;b",
            "PLAIN, DROP COLUMN b",
            "a -- b",
            "a\nb",
            "\"a\"",
            "$$a$$",
            "(a)",
        ] {
            assert!(!is_word(text), "{text}");
        }
    }

    #[test]
    fn operators_hold_nothing_else() {
        assert!(["=", "###", "@>", "<->", "?|"].iter().all(|text| is_operator(text)));
        assert!(!["", "a", "--", "/*", "=;", "= ", "(=)"].iter().any(|text| is_operator(text)));
    }
}
