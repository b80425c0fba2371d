//! Values that one revision adds to an enum and a later one uses: the server lets nobody do that in one transaction
//! (`check_safe_enum_use`).

use crate::pg::settings::MAJOR;

/// A value as text in SQL, its type, and the positions of the revisions that add and use it.
#[derive(Debug, PartialEq, Eq)]
pub struct Use<'a> {
    pub value: &'a str,
    pub of: &'a str,
    pub added: usize,
    pub used: usize,
}

/// The first such use among the statements of revisions that run one after another. Bodies of routines are texts to the
/// server and use nothing yet. Values that bounds of partitions have without a type are not found: there the statement fails.
pub fn first_use<'a>(revisions: &[Vec<&'a str>]) -> Option<Use<'a>> {
    let mut added: Vec<Use> = Vec::new();
    let mut made: Vec<&str> = Vec::new();
    for (at, statements) in revisions.iter().enumerate() {
        let has_body = |sql: &str| {
            let rest = sql.strip_prefix("CREATE ").unwrap_or_default();
            let rest = rest.strip_prefix("OR REPLACE ").unwrap_or(rest);
            rest.starts_with("FUNCTION ") || rest.starts_with("PROCEDURE ")
        };
        let used = |it: &Use| {
            let constant = format!("{}::{}", it.value, it.of);
            let in_text = |sql: &str| {
                sql.match_indices(&constant).any(|(start, _)| ends(sql, start + constant.len()))
            };
            statements.iter().any(|sql| !has_body(sql) && in_text(sql))
        };
        if let Some(found) = added.iter().position(used) {
            return Some(Use { used: at, ..added.swap_remove(found) });
        }
        let new = statements.iter().filter_map(|sql| addition(sql));
        let new = new.map(|(of, value)| Use { value, of, added: at, used: at });
        // From 17 on a type that is new itself is no matter.
        added.extend(new.filter(|it| MAJOR < 17 || !made.contains(&it.of)));
        let name =
            |sql: &&'a str| Some(sql.strip_prefix("CREATE TYPE ")?.split_once(" AS ENUM")?.0);
        made.extend(statements.iter().filter_map(name));
    }
    None
}

/// Whether the name of a type ends there.
fn ends(sql: &str, at: usize) -> bool {
    let next = sql.get(at..).and_then(|rest| rest.chars().next());
    next.is_none_or(|c| !(c.is_alphanumeric() || "_$.\"".contains(c)))
}

/// Type and value of a statement that adds one.
fn addition(sql: &str) -> Option<(&str, &str)> {
    let (of, rest) = sql.strip_prefix("ALTER TYPE ")?.split_once(" ADD VALUE ")?;
    let start = rest.find('\'')? + 1;
    let quotes = rest.get(start..)?.match_indices('\'').map(|(at, _)| start + at);
    let mut quotes = quotes.peekable();
    while let Some(at) = quotes.next() {
        // A quote that is doubled is no end.
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return Some((of, rest.get(..=at)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_are_read() {
        let read = |sql| addition(sql);
        assert_eq!(read("ALTER TYPE s.e ADD VALUE 'a'"), Some(("s.e", "'a'")));
        assert_eq!(read("ALTER TYPE s.e ADD VALUE 'it''s' BEFORE 'b'"), Some(("s.e", "'it''s'")));
        assert_eq!(
            read("ALTER TYPE s.e ADD VALUE E'\\\\''' AFTER 'b'"),
            Some(("s.e", "E'\\\\'''"))
        );
        assert_eq!(read("ALTER TYPE s.e RENAME TO f"), None);
    }

    #[test]
    fn a_later_revision_uses_what_is_added() {
        let add = "ALTER TYPE s.e ADD VALUE 'a'";
        let first = |later: &'static str| {
            first_use(&[vec![add], vec![], vec![later]]).map(|it| (it.value, it.added, it.used))
        };
        assert_eq!(first("ALTER TABLE t ALTER c SET DEFAULT 'a'::s.e"), Some(("'a'", 0, 2)));
        assert_eq!(first("CREATE VIEW v AS SELECT ('a'::s.e) AS x"), Some(("'a'", 0, 2)));
        assert_eq!(first("ALTER TABLE t ALTER c SET DEFAULT 'a'::s.em"), None);
        assert_eq!(first("ALTER TABLE t ALTER c SET DEFAULT 'b'::s.e"), None);
        assert_eq!(first("CREATE FUNCTION f() AS $$ SELECT 'a'::s.e $$"), None);
        assert_eq!(first_use(&[vec![add, "CREATE VIEW v AS SELECT 'a'::s.e"]]), None);
    }
}
