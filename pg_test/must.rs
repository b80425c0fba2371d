//! What a text or a query must say.

use crate::Outcome;
use crate::psql::Database;

/// A text must have each of these parts.
pub fn must_have(text: &str, parts: &[&str]) -> Outcome {
    match parts.iter().find(|part| !text.contains(**part)) {
        None => Ok(()),
        Some(part) => Err(format!("{part:?} is not in\n{text}")),
    }
}

/// A text must have none of these parts.
pub fn must_lack(text: &str, parts: &[&str]) -> Outcome {
    match parts.iter().find(|part| text.contains(**part)) {
        None => Ok(()),
        Some(part) => Err(format!("{part:?} is in\n{text}")),
    }
}

/// A query's result must be this text, but for space around it.
pub fn must_give(database: &Database, query: &str, expected: &str) -> Outcome {
    let given = database.sql(query)?;
    match given.trim() == expected.trim() {
        true => Ok(()),
        false => Err(format!("{query}\nshould give\n{expected}\nand gives\n{given}")),
    }
}
