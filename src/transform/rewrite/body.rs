//! Bodies of routines that are strings: names in them follow the rules where it is certain what
//! they mean.
//!
//! A body is taken apart into its statements (`plpgsql`), and each of these is followed by the
//! resolver that also reads views, with the routine's variables as the outermost scope and with the
//! routine's `search_path`. What the resolver cannot parse (utility commands) is read token by
//! token (`loose`). What is not certain stays as it is, and is told.

mod declare;
mod fired;
mod inside;
mod loose;
mod plpgsql;
mod statement;
mod variables;

pub(super) use fired::Fired;
pub(super) use inside::Inside;
use variables::Variable;

use super::scope::Col;
use super::splice::Splice;
use super::{Keep, Names, Rewriter, Stop, cannot_follow};
use crate::error::{Error, Result};
use crate::fact::Sql;
use crate::pg::parser::{Token, TokenKind, tokens};
use crate::pg::tree;
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;
use std::ops::Range;

/// What became of a body.
pub struct Done {
    pub text: String,
    /// What was left as it is, a sentence each.
    pub warnings: Vec<String>,
}

/// Follows the names in a body that is a string. `label` names the routine in warnings.
pub fn string_body(sql: &Sql, text: &str, names: &dyn Names, label: &str) -> Done {
    let untouched = |warnings| Done { text: text.to_owned(), warnings };
    let left = || match names.mentions(text) {
        true => vec![format!("names in the body of {label} are not changed")],
        false => Vec::new(),
    };
    let Sql::StringBody { language, .. } = sql else { return untouched(Vec::new()) };
    match language.as_str() {
        "c" | "internal" => untouched(Vec::new()),
        "sql" | "plpgsql" => follow(sql, text, names, label).unwrap_or_else(|_| untouched(left())),
        _ => untouched(left()),
    }
}

fn follow(sql: &Sql, text: &str, names: &dyn Names, label: &str) -> Result<Done> {
    let scanned = tokens(text)?;
    let mut inside = Inside::new(sql, names)?;
    if inside.is_plpgsql {
        // What records hold may only be known further down: a loop comes back.
        let mut first = Body::new(text, &scanned, inside, HashMap::new());
        first.block()?;
        let records = std::mem::take(&mut first.inside.records);
        let own = std::mem::take(&mut first.inside.own);
        inside = Inside::new(sql, names)?;
        inside.records = records;
        inside.own_before = own;
    }
    let cursors = HashMap::new();
    let mut body = Body::new(text, &scanned, inside, cursors);
    if body.inside.is_plpgsql {
        body.block()?
    } else {
        body.statements()?
    }
    let result = body.splice.result();
    if !body.splice.expects(&tokens(&result)?)? {
        return Err(Error::internal("a rewritten body differs in more than names")
            .detail(format!("The body is that of {label}.")));
    }
    let warnings = body.warnings(label);
    Ok(Done { text: result, warnings })
}

/// A body that is being followed.
struct Body<'t> {
    text: &'t str,
    tokens: &'t [Token],
    splice: Splice<'t>,
    inside: Inside<'t>,
    /// Columns of cursors' queries.
    cursors: HashMap<String, Vec<Col>>,
    /// Lines with EXECUTE of a text that is not known, or that holds names.
    executes: Vec<usize>,
    /// Statements that cannot follow: why.
    ambiguous: Vec<String>,
}

impl<'t> Body<'t> {
    fn new(
        text: &'t str,
        tokens: &'t [Token],
        inside: Inside<'t>,
        cursors: HashMap<String, Vec<Col>>,
    ) -> Self {
        Body {
            text,
            tokens,
            splice: Splice::new(text, tokens).quoting(inside.quoted()),
            inside,
            cursors,
            executes: Vec::new(),
            ambiguous: Vec::new(),
        }
    }

    /// A body of language `sql`.
    fn statements(&mut self) -> Result<()> {
        let mut start = 0;
        while start < self.tokens.len() {
            let end = self.semicolon(start);
            self.sql(start..end, "")?;
            start = end + 1;
        }
        Ok(())
    }

    /// One statement, or with `before` what makes one of it; its output columns.
    fn sql(&mut self, range: Range<usize>, before: &str) -> Result<Vec<Col>> {
        self.sql_without(range, before, None)
    }

    /// One statement with tokens that are not of SQL left out (`INTO target`).
    fn sql_without(
        &mut self,
        range: Range<usize>,
        before: &str,
        without: Option<Range<usize>>,
    ) -> Result<Vec<Col>> {
        let Some(start) = self.tokens.get(range.start).map(|t| t.start) else {
            return Ok(Vec::new());
        };
        let end = self.end_of(&range);
        if range.is_empty() {
            return Ok(Vec::new());
        }
        let mut text = before.to_owned();
        match without.filter(|w| !w.is_empty()) {
            Some(without) => {
                let (from, to) = (self.tokens[without.start].start, self.end_of(&without));
                text.push_str(&self.text[start..from]);
                text.push_str(&" ".repeat(to - from));
                text.push_str(&self.text[to..end]);
            }
            None => text.push_str(&self.text[start..end]),
        }
        match self.resolve(&text, before.len(), start) {
            Ok(columns) => Ok(columns),
            Err(error) if error.code == PgSqlErrorCode::ERRCODE_AMBIGUOUS_COLUMN => {
                self.ambiguous.push(error.message);
                Ok(Vec::new())
            }
            Err(_) => self.loose(range).map(|()| Vec::new()),
        }
    }

    fn end_of(&self, range: &Range<usize>) -> usize {
        let last = range.end.min(self.tokens.len()).checked_sub(1);
        last.map_or(0, |last| self.tokens[last].end)
    }

    /// Follows a statement by the resolver. Nothing is spliced unless all of it is.
    fn resolve(&mut self, text: &str, before: usize, start: usize) -> Result<Vec<Col>> {
        let tree = tree::statement(text)?;
        let scanned = tokens(text)?;
        let mut keep = Keep::default();
        let known = self.inside.doubts();
        loop {
            let mut rewriter = Rewriter {
                names: self.inside.names,
                splice: Splice::new(text, &scanned).quoting(self.inside.quoted()),
                keep,
                levels: vec![self.inside.level()?],
                aliases: Vec::new(),
                body: Some(&self.inside),
                is_body: false,
                arguments: Vec::new(),
                claimed: HashSet::new(),
            };
            let columns = match rewriter.query(&tree.root) {
                Ok(columns) => columns.into_iter().filter(Col::is_named).collect(),
                Err(Stop::Conflict(_)) if !keep.columns => {
                    keep.columns = true;
                    continue;
                }
                Err(Stop::Hidden(_)) if keep.more() => continue,
                Err(Stop::Conflict(name) | Stop::Hidden(name)) => return Err(cannot_follow(&name)),
                Err(Stop::Fail(error)) => {
                    self.inside.set_doubts(known);
                    return Err(error);
                }
            };
            match rewriter.ambiguous_alias() {
                Some(_) if !keep.relations => keep.relations = true,
                Some(name) => return Err(cannot_follow(&name)),
                None => {
                    let splice = rewriter.splice;
                    if !splice.is_empty() {
                        let result = splice.result();
                        let same = splice.expects(&tokens(&result)?)?;
                        if !same || tree::statement(&result)?.shape != tree.shape {
                            return Err(Error::internal("a rewritten statement differs"));
                        }
                    }
                    self.splice.adopt(splice, before, start)?;
                    return Ok(columns);
                }
            }
        }
    }

    fn warnings(&self, label: &str) -> Vec<String> {
        let execute = |line: &usize| {
            format!(
                "line {line} of the body of {label} executes a string: names in it are not changed"
            )
        };
        let ambiguous = |why: &String| {
            format!("a statement in the body of {label} keeps its names, since {why}")
        };
        let doubt = |name: String| {
            format!(
                "name \"{name}\" in the body of {label} is not changed, since it is not certain what it means"
            )
        };
        let mut all: Vec<String> = self.executes.iter().map(execute).collect();
        all.extend(self.ambiguous.iter().map(ambiguous));
        all.extend(self.inside.doubts().into_iter().map(doubt));
        all.extend(self.inside.keys().into_iter().map(|(function, (old, new))| {
            format!("{function} in the body of {label} makes keys of the new names of columns: \"{new}\" of \"{old}\"")
        }));
        all.dedup();
        all
    }

    /// A keyword, or an identifier that is not quoted: what PL/pgSQL may take for one of its words.
    fn word(&self, i: usize) -> Option<&'t str> {
        let token = self.tokens.get(i)?;
        match token.kind {
            TokenKind::Keyword | TokenKind::Identifier { quoted: false } => Some(&token.value),
            _ => None,
        }
    }

    fn is_word(&self, i: usize, word: &str) -> bool {
        self.word(i) == Some(word)
    }

    fn name(&self, i: usize) -> Option<&'t str> {
        self.tokens.get(i).filter(|t| t.is_name()).map(|t| t.value.as_str())
    }

    fn is(&self, i: usize, text: &str) -> bool {
        self.splice.is(i, text)
    }

    /// Index of the next semicolon, or behind the last token.
    fn semicolon(&self, start: usize) -> usize {
        self.find(start..self.tokens.len(), |body, i| body.is(i, ";")).unwrap_or(self.tokens.len())
    }

    /// The first token of a range that is wanted, outside parentheses and expressions with CASE.
    fn find(&self, range: Range<usize>, wanted: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let (mut depth, mut cases) = (0usize, 0usize);
        for i in range {
            if depth == 0 && cases == 0 && wanted(self, i) {
                return Some(i);
            }
            if self.is(i, "(") || self.is(i, "[") {
                depth += 1;
            } else if self.is(i, ")") || self.is(i, "]") {
                depth = depth.saturating_sub(1);
            } else if self.splice.is_keyword(i, "case") {
                cases += 1;
            } else if self.splice.is_keyword(i, "end") {
                cases = cases.saturating_sub(1);
            }
        }
        None
    }

    fn find_word(&self, range: Range<usize>, word: &str) -> Option<usize> {
        self.find(range, |body, i| body.is_word(i, word))
    }

    /// Parts of a range between commas.
    fn parts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        while start < range.end {
            let end = self.find(start..range.end, |body, i| body.is(i, ",")).unwrap_or(range.end);
            parts.push(start..end);
            start = end + 1;
        }
        parts
    }

    fn line(&self, i: usize) -> usize {
        let before = self.tokens.get(i).and_then(|t| self.text.get(..t.start)).unwrap_or("");
        1 + before.matches('\n').count()
    }
}

/// The `reg*` type as which a function reads its first argument, of type `text`.
pub(super) fn names_object(function: &str) -> Option<&'static str> {
    match function {
        "pg_get_serial_sequence" | "to_regclass" => Some("regclass"),
        "to_regtype" => Some("regtype"),
        "to_regproc" => Some("regproc"),
        "to_regprocedure" => Some("regprocedure"),
        "to_regnamespace" => Some("regnamespace"),
        _ => None,
    }
}
