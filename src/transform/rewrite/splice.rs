//! A text, its tokens, and what replaces some of them.

use super::Step;
use crate::error::{Error, Result};
use crate::pg::parser::{Token, TokenKind, closing, tokens};
use crate::pg::quote;
use crate::transform::names::LONGEST;
use pgrx::PgSqlErrorCode;
use std::collections::BTreeMap;

/// What a replacement must scan as.
enum Expected {
    Name(String),
    Literal(String),
    /// Whatever the text scans as by itself.
    Text,
}

struct Edit {
    text: String,
    expected: Expected,
}

/// Splices by byte range; insertions have an empty one.
pub(super) struct Splice<'t> {
    text: &'t str,
    tokens: &'t [Token],
    edits: BTreeMap<(usize, usize), Edit>,
    /// Words that are quoted as names, though SQL does not ask for it.
    quoted: &'static [&'static str],
}

impl<'t> Splice<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        Splice { text, tokens, edits: BTreeMap::new(), quoted: &[] }
    }

    /// Quotes these words wherever they are names.
    pub(super) fn quoting(mut self, words: &'static [&'static str]) -> Self {
        self.quoted = words;
        self
    }

    fn ident(&self, name: &str) -> String {
        match self.quoted.contains(&name) {
            true => format!("\"{name}\""),
            false => quote::ident(name),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub(super) fn token(&self, i: usize) -> Option<&'t Token> {
        self.tokens.get(i)
    }

    pub(super) fn is(&self, i: usize, text: &str) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is(text))
    }

    pub(super) fn is_keyword(&self, i: usize, word: &str) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is_keyword(word))
    }

    pub(super) fn is_name(&self, i: usize, name: &str) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is_name() && t.value == name)
    }

    /// The token that closes the parenthesis at `open`.
    pub(super) fn close(&self, open: usize) -> Option<usize> {
        closing(self.tokens, open)
    }

    /// The token that starts at a byte position.
    pub(super) fn index(&self, at: Option<usize>) -> Result<usize> {
        at.and_then(|at| self.tokens.binary_search_by_key(&at, |t| t.start).ok())
            .ok_or_else(|| Error::internal("a name's position is not known"))
    }

    /// Replaces the name at token `i`.
    pub(super) fn rename(&mut self, i: usize, old: &str, new: &str) -> Result<()> {
        if old == new {
            return Ok(());
        }
        if new.is_empty() {
            let message = format!("the rules leave nothing of the name \"{old}\"");
            return Err(Error::new(PgSqlErrorCode::ERRCODE_INVALID_NAME, message));
        }
        if new.len() > LONGEST {
            return Err(Error::new(
                PgSqlErrorCode::ERRCODE_NAME_TOO_LONG,
                "the rules make a name that is too long",
            )
            .detail(format!("\"{old}\" becomes \"{new}\". Names have at most {LONGEST} bytes.")));
        }
        match self.tokens.get(i).filter(|t| t.is_name() && t.value == old) {
            Some(token) => {
                let edit = Edit { text: self.ident(new), expected: Expected::Name(new.to_owned()) };
                self.put((token.start, token.end), edit)
            }
            None => Err(Error::internal(format!("name \"{old}\" is not where it should be"))),
        }
    }

    /// Replaces a dotted name whose first part is token `i`.
    pub(super) fn rename_path<S: AsRef<str>>(
        &mut self,
        i: usize,
        old: &[S],
        new: &[S],
    ) -> Result<()> {
        for (k, (old, new)) in old.iter().zip(new).enumerate() {
            self.rename(i + 2 * k, old.as_ref(), new.as_ref())?;
        }
        Ok(())
    }

    /// Replaces the string constant at token `i`.
    pub(super) fn replace_literal(&mut self, i: usize, new: &str) -> Result<()> {
        match self.tokens.get(i).filter(|t| t.kind == TokenKind::String) {
            Some(token) if token.value == new => Ok(()),
            Some(token) => {
                let text = quote::literal(new);
                let edit = Edit { text, expected: Expected::Literal(new.to_owned()) };
                self.put((token.start, token.end), edit)
            }
            None => Err(Error::internal("a string constant is not where it should be")),
        }
    }

    /// Replaces the name at token `i` by a qualified one.
    pub(super) fn qualify(&mut self, i: usize, before: &str, name: &str) -> Result<()> {
        match self.tokens.get(i).filter(|t| t.is_name()) {
            Some(token) => {
                let text = format!("{}.{}", self.ident(before), self.ident(name));
                self.put((token.start, token.end), Edit { text, expected: Expected::Text })
            }
            None => Err(Error::internal("a name is not where it should be")),
        }
    }

    /// Takes over what was spliced into a part of the text: `before` bytes of it are not of this
    /// text, the rest begins at byte `start`.
    pub(super) fn adopt(&mut self, part: Splice, before: usize, start: usize) -> Result<()> {
        let place = |at: usize| at.checked_sub(before).map(|at| at + start);
        for ((from, to), edit) in part.edits {
            match (place(from), place(to)) {
                (Some(from), Some(to)) => self.put((from, to), edit)?,
                _ => return Err(Error::internal("a name's position is not known")),
            }
        }
        Ok(())
    }

    /// Inserts text behind token `i`.
    pub(super) fn insert_after(&mut self, i: usize, text: String) -> Result<()> {
        match self.tokens.get(i) {
            Some(token) => {
                self.put((token.end, token.end), Edit { text, expected: Expected::Text })
            }
            None => Err(Error::internal("an alias's position is not known")),
        }
    }

    fn put(&mut self, range: (usize, usize), edit: Edit) -> Result<()> {
        match self.edits.get(&range) {
            Some(other) if other.text != edit.text => Err(Error::internal(format!(
                "one name stands for \"{}\" and \"{}\"",
                other.text, edit.text
            ))),
            _ => {
                self.edits.insert(range, edit);
                Ok(())
            }
        }
    }

    /// The text with everything spliced.
    pub(super) fn result(&self) -> String {
        let mut result = String::with_capacity(self.text.len() + 64);
        let mut done = 0;
        for ((start, end), edit) in &self.edits {
            result.push_str(self.text.get(done..*start).unwrap_or_default());
            result.push_str(&edit.text);
            done = *end;
        }
        result.push_str(self.text.get(done..).unwrap_or_default());
        result
    }

    /// Whether tokens are those of the text, but for what was spliced.
    pub(super) fn expects(&self, found: &[Token]) -> Result<bool> {
        let mut found = found.iter();
        for token in self.tokens {
            let same = match self.edits.get(&(token.start, token.end)) {
                Some(edit) => match &edit.expected {
                    Expected::Name(name) => {
                        found.next().is_some_and(|f| f.is_name() && f.value == *name)
                    }
                    Expected::Literal(text) => found
                        .next()
                        .is_some_and(|f| f.kind == TokenKind::String && f.value == *text),
                    Expected::Text => {
                        tokens(&edit.text)?.iter().all(|t| self::same(found.next(), t))
                    }
                },
                None => same(found.next(), token),
            };
            if !same {
                return Ok(false);
            }
            if let Some(edit) = self.edits.get(&(token.end, token.end)) {
                for inserted in tokens(&edit.text)? {
                    if !self::same(found.next(), &inserted) {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(found.next().is_none())
    }
}

fn same(found: Option<&Token>, expected: &Token) -> bool {
    found.is_some_and(|f| f.kind == expected.kind && f.value == expected.value)
}

/// Ends an attempt: the new name of a relation would hide another.
pub(super) fn hidden<T>(name: &str) -> Step<T> {
    Err(super::Stop::Hidden(name.to_owned()))
}

/// Ends an attempt: `name` would be ambiguous.
pub(super) fn conflict<T>(name: &str) -> Step<T> {
    Err(super::Stop::Conflict(name.to_owned()))
}
