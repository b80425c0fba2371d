//! Actions of ALTER TABLE, one by one.

use super::quote::ident;
use super::scanner::{Token, tokens};
use crate::error::Result;
use std::collections::HashSet;

/// A statement without what it does to columns of some names; none where it does nothing else. ALTER TABLE alone has
/// several actions; they are told from each other by the server's scanner.
pub fn without(sql: String, columns: &HashSet<String>) -> Result<Option<String>> {
    if !columns.iter().any(|name| sql.contains(&ident(name))) {
        return Ok(Some(sql));
    }
    let list = tokens(&sql)?;
    let Some(first) = first_action(&list) else { return Ok(Some(sql)) };
    let actions = split(&list[first..]);
    let is_about = |action: &[Token]| {
        let rest = action.iter().skip_while(|t| t.is_keyword("alter") || t.is_keyword("column"));
        let begins = action.first().is_some_and(|t| t.is_keyword("alter"));
        begins && rest.clone().next().is_some_and(|t| columns.contains(&t.value))
    };
    let kept: Vec<&[Token]> = actions.iter().copied().filter(|a| !is_about(a)).collect();
    if kept.len() == actions.len() {
        return Ok(Some(sql));
    }
    let text = |action: &[Token]| -> Option<String> {
        sql.get(action.first()?.start..action.last()?.end).map(str::to_string)
    };
    let kept: Vec<String> = kept.into_iter().filter_map(text).collect();
    let head = list.get(first).and_then(|t| sql.get(..t.start)).unwrap_or_default();
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

/// Parts between commas that are in no parentheses or brackets.
fn split(list: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0i64;
    let is_end = |token: &Token| {
        depth +=
            i64::from(token.is("(") || token.is("[")) - i64::from(token.is(")") || token.is("]"));
        depth == 0 && token.is(",")
    };
    list.split(is_end).filter(|part| !part.is_empty()).collect()
}
