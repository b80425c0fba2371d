//! Whether a text that statements hold is what it should be and nothing else, wherever it is put: then it cannot end the
//! clause that it stands in, nor the statement. Texts are the deparser's, so comments are a sign that they are not.

use super::guard::{c_string, in_context};
use super::parser::{
    Token, command_tag, excerpt, items, only_expression, only_statement, raw_parse, tokens,
};
use crate::error::{Error, Result};
use pgrx::PgSqlErrorCode;
use pgrx::pg_sys::{self, NodeTag};

/// One expression.
pub fn expression(text: &str) -> Result<()> {
    let list = whole(text)?;
    if at_top(&list, ",") {
        return Err(not(text, "one expression"));
    }
    let (sql, text) = (c_string(&format!("SELECT ({text}\n)"))?, text.to_owned());
    in_context(move || unsafe {
        only_expression((*only_statement(raw_parse(&sql), &text)?).stmt, &text).map(drop)
    })
}

/// One type with its modifiers.
pub fn type_name(text: &str) -> Result<()> {
    whole(text)?;
    let (sql, text) = (c_string(&format!("SELECT (NULL::{text}\n)"))?, text.to_owned());
    in_context(move || unsafe {
        let node = only_expression((*only_statement(raw_parse(&sql), &text)?).stmt, &text)?;
        let cast = node.cast::<pg_sys::TypeCast>();
        let plain = (*node).type_ == NodeTag::T_TypeCast
            && (*(*cast).arg).type_ == NodeTag::T_A_Const
            && !(*(*cast).typeName).setof
            && !(*(*cast).typeName).pct_type;
        if plain { Ok(()) } else { Err(not(&text, "one type")) }
    })
}

/// One query that writes nothing.
pub fn query(text: &str) -> Result<()> {
    whole(text)?;
    let (sql, text) = (c_string(text)?, text.to_owned());
    in_context(move || unsafe {
        let node = (*only_statement(raw_parse(&sql), &text)?).stmt;
        match (*node).type_ == NodeTag::T_SelectStmt && !has_into(node.cast()) {
            true => Ok(()),
            false => Err(not(&text, "a query")),
        }
    })
}

/// Whether a query makes a table: with a set operation, its first one says so.
///
/// # Safety
/// `query` is a raw parse tree.
unsafe fn has_into(query: *const pg_sys::SelectStmt) -> bool {
    !query.is_null() && unsafe { !(*query).intoClause.is_null() || has_into((*query).larg) }
}

/// One statement that a rule may hold.
pub fn action(text: &str) -> Result<()> {
    whole(text)?;
    match command_tag(text)?.as_str() {
        "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "NOTIFY" => Ok(()),
        tag => Err(not(text, "an action of a rule").about(format!("It is the command {tag}."))),
    }
}

/// The body of a routine: `BEGIN ATOMIC ... END` or `RETURN ...`.
pub fn sql_body(text: &str) -> Result<()> {
    let list = whole(text)?;
    let begins = list.first().is_some_and(|t| t.is_keyword("begin") || t.is_keyword("return"));
    let create = format!("CREATE FUNCTION f() RETURNS int LANGUAGE sql {text}");
    match begins && command_tag(&create)? == "CREATE FUNCTION" {
        true => Ok(()),
        false => Err(not(text, "the body of an SQL function")),
    }
}

/// `FOR VALUES ...` or `DEFAULT`.
pub fn partition_bound(text: &str) -> Result<()> {
    whole(text)?;
    let sql = c_string(&format!("CREATE TABLE t PARTITION OF p {text}"))?;
    let text = text.to_owned();
    in_context(move || unsafe {
        let node = (*only_statement(raw_parse(&sql), &text)?).stmt;
        let create = node.cast::<pg_sys::CreateStmt>();
        let plain = (*node).type_ == NodeTag::T_CreateStmt
            && !(*create).partbound.is_null()
            && (*create).partspec.is_null()
            && (*create).tableElts.is_null()
            && (*create).options.is_null()
            && (*create).accessMethod.is_null()
            && (*create).tablespacename.is_null()
            && (*create).oncommit == pg_sys::OnCommitAction::ONCOMMIT_NOOP
            && is_constant((*create).partbound);
        if plain { Ok(()) } else { Err(not(&text, "a partition bound")) }
    })
}

/// Whether nothing has to be worked out for a bound, which the server does as soon as it looks at one.
///
/// # Safety
/// `bound` is of a raw parse tree.
unsafe fn is_constant(bound: *const pg_sys::PartitionBoundSpec) -> bool {
    // MINVALUE and MAXVALUE look like names of columns.
    let plain =
        |node: pg_sys::Node| matches!(node.type_, NodeTag::T_A_Const | NodeTag::T_ColumnRef);
    let lists = unsafe { [(*bound).listdatums, (*bound).lowerdatums, (*bound).upperdatums] };
    lists
        .into_iter()
        .flat_map(|list| unsafe { items::<pg_sys::Node>(list) })
        .all(|node| plain(unsafe { *node }))
}

/// `(a, lower(b))`.
pub fn partition_key(text: &str) -> Result<()> {
    let list = whole(text)?;
    let ends = super::parser::closing(&list, 0).is_some_and(|close| close + 1 == list.len());
    let create = format!("CREATE TABLE t () PARTITION BY RANGE {text}");
    match list.first().is_some_and(|t| t.is("(")) && ends && command_tag(&create)? == "CREATE TABLE"
    {
        true => Ok(()),
        false => Err(not(text, "a partition key")),
    }
}

/// `a = 'b', c = 'd'`, as a text search dictionary has them.
pub fn options(text: &str) -> Result<()> {
    whole(text)?;
    let create = format!("CREATE TEXT SEARCH DICTIONARY t (TEMPLATE = t, {text})");
    command_tag(&create).map(drop)
}

/// The tokens of a text; Err where it closes what it has not opened, or holds comments.
fn whole(text: &str) -> Result<Vec<Token>> {
    let list = tokens(text)?;
    let (mut depth, mut end) = (0i64, 0);
    for token in &list {
        let blank = text.get(end..token.start).is_some_and(is_blank);
        depth += i64::from(opens(token)) - i64::from(closes(token));
        if !blank || depth < 0 {
            return Err(not(text, "whole"));
        }
        end = token.end;
    }
    match depth == 0 && text.get(end..).is_some_and(is_blank) {
        true => Ok(list),
        false => Err(not(text, "whole")),
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_whitespace() || c == '\u{b}')
}

fn opens(token: &Token) -> bool {
    token.is("(") || token.is("[")
}

fn closes(token: &Token) -> bool {
    token.is(")") || token.is("]")
}

/// Whether a punctuation stands outside of parentheses and brackets.
fn at_top(list: &[Token], wanted: &str) -> bool {
    let mut depth = 0i64;
    list.iter().any(|token| {
        depth += i64::from(opens(token)) - i64::from(closes(token));
        depth == 0 && token.is(wanted)
    })
}

fn not(text: &str, what: &str) -> Error {
    Error::new(PgSqlErrorCode::ERRCODE_SYNTAX_ERROR, format!("SQL text is not {what}"))
        .detail(format!("The text is \"{}\".", excerpt(text)))
}
