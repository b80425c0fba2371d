//! The server's raw parser: is a text one statement, of which kind, and where are its parts.

pub use super::guard::check_stack;
pub use super::scanner::{Token, TokenKind, is_reserved, tokens};

use super::guard::{c_string, copy, in_context};
use crate::error::{Error, Result};
use pgrx::{PgSqlErrorCode, pg_sys};
use std::ffi::CStr;
use std::ops::Range;

/// Command tag of the statement (`CREATE VIEW`); Err unless the text is exactly one statement.
///
/// This is what keeps text of the source from adding a statement of its own.
pub fn command_tag(sql: &str) -> Result<String> {
    let text = c_string(sql)?;
    let sql = sql.to_owned();
    in_context(move || {
        let statement = unsafe { only_statement(raw_parse(&text), &sql)? };
        Ok(unsafe { copy(pg_sys::GetCommandTagName(pg_sys::CreateCommandTag(statement.cast()))) })
    })
}

/// Err unless a text that is to be run is exactly one statement.
pub fn must_be_one(sql: &str) -> Result<()> {
    let text = c_string(sql)?;
    let sql = sql.to_owned();
    in_context(move || unsafe { only_statement(raw_parse(&text), &sql) }.map(drop))
}

/// `standard_conforming_strings = on` until dropped: catalog text is read in that form.
struct StandardStrings(bool);

impl StandardStrings {
    fn on() -> Self {
        unsafe {
            let before = StandardStrings(pg_sys::standard_conforming_strings);
            pg_sys::standard_conforming_strings = true;
            before
        }
    }
}

impl Drop for StandardStrings {
    fn drop(&mut self) {
        unsafe { pg_sys::standard_conforming_strings = self.0 };
    }
}

/// List of `RawStmt`; raises the server's errors, so only within a guard.
///
/// # Safety
/// The list lives in the current memory context.
pub(super) unsafe fn raw_parse(text: &CStr) -> *mut pg_sys::List {
    let _strings = StandardStrings::on();
    #[cfg(feature = "pg13")]
    return unsafe { pg_sys::raw_parser(text.as_ptr()) };
    #[cfg(not(feature = "pg13"))]
    return unsafe { pg_sys::raw_parser(text.as_ptr(), pg_sys::RawParseMode::RAW_PARSE_DEFAULT) };
}

/// The pointers of a list; none for NULL.
///
/// # Safety
/// `list` is NULL or a list of pointers.
pub(super) unsafe fn items<T>(list: *const pg_sys::List) -> Vec<*mut T> {
    if list.is_null() {
        return Vec::new();
    }
    let (elements, length) = unsafe { ((*list).elements, (*list).length.max(0) as usize) };
    (0..length).map(|i| unsafe { (*elements.add(i)).ptr_value.cast() }).collect()
}

/// # Safety
/// `parsed` comes from [`raw_parse`].
pub(super) unsafe fn only_statement(
    parsed: *mut pg_sys::List,
    sql: &str,
) -> Result<*mut pg_sys::RawStmt> {
    let statements = unsafe { items(parsed) };
    match statements[..] {
        [one] => Ok(one),
        _ => Err(Error::new(
            PgSqlErrorCode::ERRCODE_SYNTAX_ERROR,
            format!("expected one SQL statement, found {}", statements.len()),
        )
        .detail(format!("The text is \"{}\".", excerpt(sql)))),
    }
}

/// The one expression of `SELECT (...)`; Err when the text was more than an expression.
///
/// # Safety
/// `statement` is a raw parse tree.
pub(super) unsafe fn only_expression(
    statement: *mut pg_sys::Node,
    text: &str,
) -> Result<*mut pg_sys::Node> {
    unsafe {
        if (*statement).type_ == pg_sys::NodeTag::T_SelectStmt {
            let parts = &*statement.cast::<pg_sys::SelectStmt>();
            let plain = parts.distinctClause.is_null()
                && parts.fromClause.is_null()
                && parts.whereClause.is_null()
                && parts.groupClause.is_null()
                && parts.havingClause.is_null()
                && parts.windowClause.is_null()
                && parts.sortClause.is_null()
                && parts.limitOffset.is_null()
                && parts.limitCount.is_null()
                && parts.lockingClause.is_null()
                && parts.intoClause.is_null()
                && parts.larg.is_null();
            let targets = items::<pg_sys::ResTarget>(parts.targetList);
            if let ([target], true) = (&targets[..], plain)
                && (**target).name.is_null()
            {
                return Ok((**target).val);
            }
        }
    }
    Err(Error::new(PgSqlErrorCode::ERRCODE_SYNTAX_ERROR, "text is not one expression")
        .detail(format!("The text is \"{}\".", excerpt(text))))
}

/// The start of a text, for messages.
pub fn excerpt(sql: &str) -> String {
    const SHOWN: usize = 200;
    match sql.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}...", &sql[..at]),
        None => sql.to_owned(),
    }
}

/// Of `pg_get_triggerdef`'s text, what stands within `WHEN (...)`.
pub fn trigger_when(def: &str) -> Result<Option<String>> {
    let list = tokens(def)?;
    let open = list
        .windows(2)
        .position(|pair| pair[0].is_keyword("when") && pair[1].is("("))
        .map(|when| when + 1);
    let Some(open) = open else { return Ok(None) };
    let Some(close) = closing(&list, open) else { return Err(no_part("WHEN", def)) };
    let text = def.get(list[open].end..list[close].start).unwrap_or_default();
    Ok(Some(text.trim().to_owned()))
}

/// Of `pg_get_functiondef`'s text, the SQL-standard body: `BEGIN ATOMIC ... END` or `RETURN ...`.
pub fn routine_sql_body(def: &str) -> Result<Option<String>> {
    let list = tokens(def)?;
    let Some(open) = list.iter().position(|t| t.is("(")) else { return Ok(None) };
    let Some(mut at) = closing(&list, open) else { return Err(no_part("parameters", def)) };
    while let Some(token) = list.get(at) {
        let in_name = at > 0 && list[at - 1].is(".");
        let atomic = list.get(at + 1).is_some_and(|next| next.is_keyword("atomic"));
        if token.is("(") {
            at = closing(&list, at).ok_or_else(|| no_part("closing parenthesis", def))?;
        } else if !in_name && (token.is_keyword("return") || (token.is_keyword("begin") && atomic))
        {
            let end = list.iter().rev().find(|t| !t.is(";")).map_or(def.len(), |t| t.end);
            return Ok(def.get(token.start..end).map(str::to_owned));
        }
        at += 1;
    }
    Ok(None)
}

/// Of `pg_get_statisticsobjdef`'s text, the expressions, which stand behind so many columns.
pub fn statistics_expressions(def: &str, columns: usize) -> Result<Vec<String>> {
    let list = tokens(def)?;
    let on = list.iter().position(|t| t.is_keyword("on")).ok_or_else(|| no_part("ON", def))?;
    let mut expressions = Vec::new();
    let mut at = on + 1;
    for place in 0.. {
        let end = next(&list, at, |t| t.is(",") || t.is_keyword("from"));
        let end = end.ok_or_else(|| no_part("FROM", def))?;
        // Parentheses around the whole are not the expression's own.
        let bare = list[at].is("(") && closing(&list, at) == Some(end - 1);
        let inner = if bare { at + 1..end - 1 } else { at..end };
        if place >= columns {
            expressions.push(between(def, &list, inner).ok_or_else(|| no_part("items", def))?);
        }
        if list[end].is_keyword("from") {
            break;
        }
        at = end + 1;
    }
    Ok(expressions)
}

/// Of `pg_get_ruledef`'s text, what stands behind WHERE, and the actions: none for NOTHING.
pub fn rule_parts(def: &str) -> Result<(Option<String>, Vec<String>)> {
    let list = tokens(def)?;
    let to = list.iter().position(|t| t.is_keyword("to")).ok_or_else(|| no_part("TO", def))?;
    let head = next(&list, to, |t| t.is_keyword("where") || t.is_keyword("do"));
    let does = next(&list, to, |t| t.is_keyword("do"));
    let (Some(head), Some(does)) = (head, does) else { return Err(no_part("DO", def)) };
    let condition = (head < does).then(|| between(def, &list, head + 1..does)).flatten();
    let end = list.iter().rposition(|t| !t.is(";")).map_or(list.len(), |last| last + 1);
    let mut at = does + 1;
    if list.get(at).is_some_and(|t| t.is_keyword("instead")) {
        at += 1;
    }
    if at + 1 == end && list[at].is_keyword("nothing") {
        return Ok((condition, Vec::new()));
    }
    // Several actions stand in parentheses, each with a semicolon behind it.
    let listed = closing(&list, at)
        .filter(|close| list[at].is("(") && close + 1 == end && list[close - 1].is(";"));
    let end = listed.unwrap_or(end);
    at += usize::from(listed.is_some());
    let mut actions = Vec::new();
    while at < end {
        let stop = next(&list, at, |t| t.is(";")).map_or(end, |stop| stop.min(end));
        actions.push(between(def, &list, at..stop).ok_or_else(|| no_part("actions", def))?);
        at = stop + 1;
    }
    Ok((condition, actions))
}

/// The text of some tokens.
pub(super) fn between(def: &str, list: &[Token], range: Range<usize>) -> Option<String> {
    let (first, last) = (list.get(range.start)?, list.get(range.end.checked_sub(1)?)?);
    def.get(first.start..last.end).map(str::to_owned)
}

/// Index of the first token from `at` on that is wanted, outside of parentheses and brackets.
pub(super) fn next(
    list: &[Token],
    mut at: usize,
    wanted: impl Fn(&Token) -> bool,
) -> Option<usize> {
    while let Some(token) = list.get(at) {
        if wanted(token) {
            return Some(at);
        }
        at = match token.is("(") || token.is("[") {
            true => closing(list, at)? + 1,
            false => at + 1,
        };
    }
    None
}

/// Index of the token that closes the parenthesis or bracket at `open`.
pub fn closing(list: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, token) in list.iter().enumerate().skip(open) {
        if token.is("(") || token.is("[") {
            depth += 1;
        } else if token.is(")") || token.is("]") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(i);
            }
        }
    }
    None
}

fn no_part(part: &str, def: &str) -> Error {
    Error::internal(format!("cannot find {part} in a definition"))
        .detail(format!("The text is \"{}\".", excerpt(def)))
}
