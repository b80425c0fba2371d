//! Types within text: the text of a type, casts and other types of SQL, constants of the `reg*` types.

use super::Mapper;
use crate::error::{Error, Result};
use crate::fact::Sql;
use crate::pg::parser::{Token, check_stack, closing, excerpt, tokens};
use crate::pg::quote;
use crate::pg::tree::{self, Kind, Node, TypeText};
use crate::transform::rewrite;
use std::collections::BTreeMap;

/// What a type becomes that is a text of its own; `None` where it stays.
pub(super) fn type_text(text: &str, bare: bool, mapper: &Mapper) -> Result<Option<String>> {
    mapper.map(&tree::type_text(text)?, bare)
}

/// SQL text under the rule.
pub(super) struct New {
    pub(super) text: String,
    /// String constants that are cast to a new type, with that.
    pub(super) constants: Vec<(String, String)>,
}

/// Replaces the types within an expression, a query or a body.
///
/// Errors: XX000 where the result is no text of that sort.
pub(super) fn within(sql: &Sql, text: &str, mapper: &Mapper) -> Result<New> {
    let tree = rewrite::parse(sql, text)?;
    let mut found = Vec::new();
    collect(&tree.root, mapper, &mut found)?;
    if found.is_empty() {
        return Ok(New { text: text.to_owned(), constants: Vec::new() });
    }
    let scanned = tokens(text)?;
    let mut edits: BTreeMap<(usize, usize), String> = BTreeMap::new();
    let mut constants = Vec::new();
    for it in found {
        match it {
            Found::Type { at, name, constant } => {
                let i = index(&scanned, at)?;
                let (end, old) = extent(text, &scanned, i, &name)?;
                if let Some(new) = mapper.map(&old, false)? {
                    constants.extend(constant.map(|c| (c, new.clone())));
                    edits.insert((scanned[i].start, end), new);
                }
            }
            Found::Object { at, of, constant } => {
                if let Some(new) = object_name(&of, &constant, mapper)? {
                    let token = &scanned[index(&scanned, at)?];
                    edits.insert((token.start, token.end), quote::literal(&new));
                }
            }
        }
    }
    let new = spliced(text, &edits);
    match rewrite::parse(sql, &new) {
        Ok(_) => Ok(New { text: new, constants }),
        Err(error) => Err(Error::internal("SQL text with other types does not parse")
            .detail(format!("The text became \"{}\". {}.", excerpt(&new), error.message))),
    }
}

/// A place of a type.
enum Found {
    Type {
        at: Option<usize>,
        name: (String, String),
        /// The string constant that is cast to it.
        constant: Option<String>,
    },
    /// A string constant of a `reg*` type.
    Object { at: Option<usize>, of: String, constant: String },
}

fn collect(node: &Node, mapper: &Mapper, found: &mut Vec<Found>) -> Result<()> {
    check_stack()?;
    match &node.kind {
        Kind::Type { .. } => found.extend(mapped(node, None, mapper)),
        Kind::Cast { value, to } => {
            let constant = value.constant();
            match (&to.kind, constant) {
                (Kind::Type { name, array: false, .. }, Some((at, constant)))
                    if name.last().is_some_and(|of| of.starts_with("reg")) =>
                {
                    let of = name.last().cloned().unwrap_or_default();
                    found.push(Found::Object { at, of, constant: constant.to_owned() });
                }
                (Kind::Type { array, .. }, _) => {
                    let constant = constant.filter(|_| !*array).map(|(_, constant)| constant);
                    found.extend(mapped(to, constant, mapper));
                }
                _ => {}
            }
            return collect(value, mapper, found);
        }
        _ => {}
    }
    let mut result = Ok(());
    node.kind.each(&mut |child| {
        if result.is_ok() {
            result = collect(child, mapper, found);
        }
    });
    result
}

fn mapped(node: &Node, constant: Option<&str>, mapper: &Mapper) -> Option<Found> {
    let Kind::Type { name, .. } = &node.kind else { return None };
    let (schema, name) = match &name[..] {
        [name] => ("pg_catalog", name.as_str()),
        [schema, name] => (schema.as_str(), name.as_str()),
        _ => return None,
    };
    let found = |constant| Found::Type {
        at: node.at,
        name: (schema.to_owned(), name.to_owned()),
        constant,
    };
    mapper.has(schema, name).then(|| found(constant.map(str::to_owned)))
}

/// Words of the longest type, and then some.
const WORDS: usize = 16;

/// The type whose first token is `i`, and the byte behind it: as many tokens as make up that type.
fn extent(
    text: &str,
    scanned: &[Token],
    i: usize,
    name: &(String, String),
) -> Result<(usize, TypeText)> {
    let mut ends = Vec::new();
    let mut at = i;
    while let Some(token) = scanned.get(at).filter(|_| ends.len() < WORDS) {
        if token.is("(") || token.is("[") {
            let Some(close) = closing(scanned, at) else { break };
            at = close;
        } else if !token.is_name() && !token.is(".") {
            break;
        }
        ends.push(scanned[at].end);
        at += 1;
    }
    for end in ends.into_iter().rev() {
        let part = text.get(scanned[i].start..end).unwrap_or_default();
        if let Ok(found) = tree::type_text(part)
            && (&found.schema, &found.name) == (&name.0, &name.1)
        {
            return Ok((end, found));
        }
    }
    Err(Error::internal(format!("the type \"{}\" is not where it should be", name.1)))
}

/// The token that starts at a byte position.
fn index(scanned: &[Token], at: Option<usize>) -> Result<usize> {
    at.and_then(|at| scanned.binary_search_by_key(&at, |t| t.start).ok())
        .ok_or_else(|| Error::internal("a type's position is not known"))
}

/// What a string becomes as a constant of a `reg*` type; `None` where it stays.
fn object_name(of: &str, constant: &str, mapper: &Mapper) -> Result<Option<String>> {
    if of == "regtype" {
        return type_text(constant, true, mapper);
    }
    if !matches!(of, "regprocedure" | "regoperator") {
        return Ok(None);
    }
    // Types of the arguments; of an operator that has none on a side, NONE stands there.
    let scanned = tokens(constant)?;
    let Some(open) = scanned.iter().position(|t| t.is("(")) else { return Ok(None) };
    let Some(close) = closing(&scanned, open) else { return Ok(None) };
    let mut edits = BTreeMap::new();
    let mut first = open + 1;
    for i in open + 1..=close {
        if depth(&scanned[open + 1..i]) > 0 || !(scanned[i].is(",") || i == close) {
            continue;
        }
        if first < i {
            let range = (scanned[first].start, scanned[i - 1].end);
            let argument = constant.get(range.0..range.1).unwrap_or_default();
            if let Some(new) = type_text(argument, true, mapper)? {
                edits.insert(range, new);
            }
        }
        first = i + 1;
    }
    Ok((!edits.is_empty()).then(|| spliced(constant, &edits)))
}

/// How many parentheses tokens leave open.
fn depth(tokens: &[Token]) -> usize {
    let count = |text: &str| tokens.iter().filter(|t| t.is(text)).count();
    count("(").saturating_sub(count(")"))
}

/// Text with parts of it replaced, by byte range.
fn spliced(text: &str, edits: &BTreeMap<(usize, usize), String>) -> String {
    let mut result = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for ((start, end), new) in edits {
        result.push_str(text.get(done..*start).unwrap_or_default());
        result.push_str(new);
        done = *end;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}
