//! Actions of ALTER TABLE, one by one.

use super::parser::{Token, between, next, tokens};
use super::quote::ident;
use crate::error::Result;
use hashbrown::HashSet;
use std::ops::Range;

/// A statement without what it does to columns of some names; none where it does nothing else. ALTER TABLE alone has
/// several actions; they are told from each other by the server's scanner.
pub fn without(sql: String, columns: &HashSet<String>) -> Result<Option<String>> {
    if !columns.iter().any(|name| sql.contains(&ident(name))) {
        return Ok(Some(sql));
    }
    let list = tokens(&sql)?;
    let Some(first) = first_action(&list) else { return Ok(Some(sql)) };
    let is_about = |action: &Range<usize>| {
        let words = &list[action.clone()];
        let mut rest = words.iter().skip_while(|t| t.is_keyword("alter") || t.is_keyword("column"));
        let begins = words.first().is_some_and(|t| t.is_keyword("alter"));
        begins && rest.next().is_some_and(|t| columns.contains(&t.value))
    };
    let actions = split(&list, first);
    let kept: Vec<_> = actions.iter().filter(|action| !is_about(action)).cloned().collect();
    if kept.len() == actions.len() {
        return Ok(Some(sql));
    }
    let head = sql.get(..list[first].start).unwrap_or_default();
    let kept: Vec<String> =
        kept.into_iter().filter_map(|action| between(&sql, &list, action)).collect();
    Ok((!kept.is_empty()).then(|| format!("{head}{}", kept.join(", "))))
}

/// Where the first action of ALTER TABLE stands.
fn first_action(list: &[Token]) -> Option<usize> {
    let words = ["alter", "foreign", "table", "if", "exists", "only"];
    let is_word = |t: &&Token| words.iter().any(|word| t.is_keyword(word));
    let head = list.iter().take_while(is_word).count();
    if !list.get(..head)?.iter().any(|t| t.is_keyword("table")) {
        return None;
    }
    // The name, with its schema.
    let mut at = head + 1;
    while list.get(at)?.is(".") {
        at += 2;
    }
    (at < list.len()).then_some(at)
}

/// The tokens between commas that are in no parentheses or brackets.
fn split(list: &[Token], mut at: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    while at < list.len() {
        let stop = next(list, at, |t| t.is(",")).unwrap_or(list.len());
        parts.push(at..stop);
        at = stop + 1;
    }
    parts
}
