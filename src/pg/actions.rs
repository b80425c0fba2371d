//! Actions of ALTER TABLE, one by one.

use super::parser::{Token, between, next, tokens};
use super::quote::ident;
use crate::error::Result;
use hashbrown::HashSet;
use std::ops::Range;

/// What is there no more.
#[derive(Debug, Default)]
pub struct Gone {
    /// Names of columns, wherever they were.
    pub columns: HashSet<String>,
    /// Names of objects, in one schema.
    pub objects: HashSet<String>,
    pub schema: &'static str,
}

/// A statement without what it does to what is gone; none where it does nothing else. ALTER TABLE alone has several
/// actions; they are told from each other by the server's scanner.
pub fn without(sql: String, gone: &Gone) -> Result<Option<String>> {
    let mut names = gone.columns.iter().chain(&gone.objects);
    if !names.any(|name| sql.contains(&ident(name))) {
        return Ok(Some(sql));
    }
    let list = tokens(&sql)?;
    let Some(name) = altered(&list) else { return Ok(Some(sql)) };
    if is_gone(&list, name, gone) {
        return Ok(None);
    }
    let Some(first) = first_action(&list, name) else { return Ok(Some(sql)) };
    let is_about = |action: &Range<usize>| {
        let words = &list[action.clone()];
        let verb = words.first().filter(|t| t.is_keyword("alter") || t.is_keyword("add"));
        let mut rest = words.iter().skip(1).skip_while(|t| t.is_keyword("column"));
        verb.is_some() && rest.next().is_some_and(|t| gone.columns.contains(&t.value))
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

/// Where the name of what is altered stands.
fn altered(list: &[Token]) -> Option<usize> {
    let words = ["alter", "foreign", "table", "type", "domain", "sequence", "if", "exists", "only"];
    let is_word = |t: &&Token| words.iter().any(|word| t.is_keyword(word));
    let begins = list.first().is_some_and(|t| t.is_keyword("alter"));
    begins.then(|| list.iter().take_while(is_word).count())
}

fn is_gone(list: &[Token], name: usize, gone: &Gone) -> bool {
    let is =
        |at: usize, known: &dyn Fn(&str) -> bool| list.get(at).is_some_and(|t| known(&t.value));
    is(name, &|schema| schema == gone.schema)
        && list.get(name + 1).is_some_and(|t| t.is("."))
        && is(name + 2, &|object| gone.objects.contains(object))
}

/// Where the first action of ALTER TABLE stands, behind the name.
fn first_action(list: &[Token], name: usize) -> Option<usize> {
    if !list.get(..name)?.iter().any(|t| t.is_keyword("table")) {
        return None;
    }
    let mut at = name + 1;
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
