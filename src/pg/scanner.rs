//! The server's scanner: SQL text as tokens with byte positions.

use super::guard::{c_string, copy, in_context};
use crate::error::Result;
use pgrx::pg_sys;
use std::ffi::{CStr, c_int};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Identifier {
        quoted: bool,
    },
    /// Any keyword, also one that may be an identifier.
    Keyword,
    /// String constant of any form, dollar-quoted ones included.
    String,
    /// Bit string constant.
    Bits,
    Number,
    /// Operator, punctuation: `value` is its text.
    Operator,
    /// `$1`.
    Param,
}

/// One token; bytes `start..end` of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// The identifier's or string's value without quotes, the keyword, otherwise the text.
    pub value: String,
}

impl Token {
    /// Whether it is the punctuation or operator `text`.
    pub fn is(&self, text: &str) -> bool {
        self.kind == TokenKind::Operator && self.value == text
    }

    /// Whether it is the keyword, in lower case.
    pub fn is_keyword(&self, word: &str) -> bool {
        self.kind == TokenKind::Keyword && self.value == word
    }

    /// Whether it may stand for a name: an identifier or a keyword.
    pub fn is_name(&self) -> bool {
        matches!(self.kind, TokenKind::Identifier { .. } | TokenKind::Keyword)
    }
}

/// Whether the server reserves a word: then it is no column's name unless it is quoted, whatever stands around it.
pub fn is_reserved(word: &str) -> Result<bool> {
    let word = c_string(word)?;
    let category = unsafe {
        let at = pg_sys::ScanKeywordLookup(word.as_ptr(), &raw const pg_sys::ScanKeywords);
        let categories: *const u8 = (&raw const pg_sys::ScanKeywordCategories).cast();
        usize::try_from(at).ok().map(|at| u32::from(*categories.add(at)))
    };
    Ok(matches!(category, Some(pg_sys::RESERVED_KEYWORD | pg_sys::TYPE_FUNC_NAME_KEYWORD)))
}

// Token numbers of the server's grammar; PL/pgSQL's own grammar depends on the same ones.
// https://git.postgresql.org/gitweb/?p=postgresql.git;a=blob;f=src/pl/plpgsql/src/pl_gram.y
const IDENT: c_int = 258;
const UIDENT: c_int = 259;
const FCONST: c_int = 260;
const SCONST: c_int = 261;
const USCONST: c_int = 262;
const BCONST: c_int = 263;
const XCONST: c_int = 264;
const ICONST: c_int = 266;
const PARAM: c_int = 267;
const NOT_EQUALS: c_int = 274;

/// Scans SQL text; comments and white space are left out.
pub fn tokens(sql: &str) -> Result<Vec<Token>> {
    let text = c_string(sql)?;
    let sql = sql.to_owned();
    in_context(move || Ok(scan(&text, &sql)))
}

fn scan(text: &CStr, sql: &str) -> Vec<Token> {
    let mut list = Vec::new();
    // The scanner keeps its whole state in `extra`, which must not move until the end.
    let mut extra = pg_sys::core_yy_extra_type::default();
    unsafe {
        let scanner = pg_sys::scanner_init(
            text.as_ptr(),
            &mut extra,
            &raw const pg_sys::ScanKeywords,
            (&raw const pg_sys::ScanKeywordTokens).cast(),
        );
        extra.standard_conforming_strings = true;
        extra.escape_string_warning = false;
        loop {
            let mut value = pg_sys::core_YYSTYPE { ival: 0 };
            let mut location: c_int = 0;
            let code = pg_sys::core_yylex(&mut value, &mut location, scanner);
            if code == 0 {
                break;
            }
            // After each token the scanner leaves a zero byte behind it in its buffer.
            let start = location as usize;
            let end = start + CStr::from_ptr(extra.scanbuf.add(start)).count_bytes();
            list.push(token(code, value, start, end, sql));
        }
        pg_sys::scanner_finish(scanner);
    }
    list
}

/// # Safety
/// `value` is what `core_yylex` returned with `code`.
unsafe fn token(
    code: c_int,
    value: pg_sys::core_YYSTYPE,
    start: usize,
    end: usize,
    sql: &str,
) -> Token {
    let text = sql.get(start..end).unwrap_or_default();
    let (kind, value) = match code {
        IDENT | UIDENT => {
            let quoted = text.starts_with('"') || code == UIDENT;
            (TokenKind::Identifier { quoted }, unsafe { copy(value.str_) })
        }
        SCONST | USCONST => (TokenKind::String, unsafe { copy(value.str_) }),
        BCONST | XCONST => (TokenKind::Bits, unsafe { copy(value.str_) }),
        FCONST | ICONST => (TokenKind::Number, text.to_owned()),
        PARAM => (TokenKind::Param, text.to_owned()),
        code if code > NOT_EQUALS => (TokenKind::Keyword, unsafe { copy(value.keyword) }),
        _ => (TokenKind::Operator, text.to_owned()),
    };
    Token { kind, start, end, value }
}
