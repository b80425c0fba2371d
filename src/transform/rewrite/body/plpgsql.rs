//! The structure of a PL/pgSQL body:
//! <https://www.postgresql.org/docs/current/plpgsql-structure.html>,
//! <https://www.postgresql.org/docs/current/plpgsql-control-structures.html>

use super::inside::Conflicts;
use super::{Body, TokenKind};
use crate::error::Result;
use crate::transform::rewrite::scope::Ty;
use std::ops::Range;

/// Makes a statement of an expression, as PL/pgSQL itself does.
pub(super) const SELECT: &str = "SELECT ";

/// Words that no variable can be called by.
const RESERVED: &[&str] = &[
    "begin", "case", "declare", "else", "end", "execute", "for", "foreach", "if", "loop", "then",
    "when", "while",
];

impl<'t> Body<'t> {
    /// The whole body.
    pub(super) fn block(&mut self) -> Result<()> {
        let mut i = 0;
        while i < self.tokens.len() {
            i = self.step(i)?.max(i + 1);
        }
        Ok(())
    }

    /// One statement, or what opens or goes on with one; index behind it.
    fn step(&mut self, i: usize) -> Result<usize> {
        if self.is(i, "<<") {
            return Ok(i + 3);
        }
        if self.is(i, "#") {
            return Ok(self.option(i));
        }
        let Some(word) = self.word(i) else { return self.plain(i) };
        if !RESERVED.contains(&word)
            && let Some(operator) = self.assigned(i)
        {
            return self.assignment(i, operator);
        }
        let all = i + 1..self.semicolon(i);
        match word {
            "declare" => {
                self.inside.open_declarations();
                self.declarations(i + 1)
            }
            "begin" | "else" | "loop" | "exception" => {
                self.part(word);
                Ok(i + 1)
            }
            "end" => {
                self.inside.close();
                // END CASE opens no expression.
                Ok((i..self.tokens.len()).find(|i| self.is(*i, ";")).unwrap_or(all.end) + 1)
            }
            "if" | "while" => {
                self.inside.open();
                self.condition(all, if word == "if" { "then" } else { "loop" })
            }
            "elsif" | "elseif" => self.condition(all, "then"),
            "when" => {
                self.choices(all.clone())?;
                self.condition(all, "then")
            }
            "case" => {
                let when = self.find_word(all.clone(), "when").unwrap_or(all.end);
                let by = self.name(i + 1).filter(|_| when == i + 2 || self.is(i + 2, "::"));
                self.inside.open_choice(by.and_then(|name| self.inside.fired(name)));
                self.sql(i + 1..when, SELECT).map(|_| when)
            }
            "for" => self.for_loop(i),
            "foreach" => self.foreach(i),
            _ => self.simple(word, all),
        }
    }

    /// A word that is a statement's part by itself.
    fn part(&mut self, word: &str) {
        match word {
            "begin" => self.inside.begin(),
            "loop" => self.inside.open(),
            "exception" => self.inside.handlers(),
            _ => {}
        }
    }

    fn plain(&mut self, i: usize) -> Result<usize> {
        if let Some(operator) = self.assigned(i) {
            return self.assignment(i, operator);
        }
        let end = self.semicolon(i);
        self.sql(i..end, "")?;
        Ok(end + 1)
    }

    /// `#variable_conflict use_column` and the like.
    fn option(&mut self, i: usize) -> usize {
        if self.is_word(i + 1, "variable_conflict") {
            self.inside.conflicts = match self.word(i + 2) {
                Some("use_column") => Conflicts::Column,
                Some("use_variable") => Conflicts::Variable,
                _ => Conflicts::Error,
            };
        }
        i + 3
    }

    /// Constants of a branch, where the choice is by the relation of a trigger.
    fn choices(&mut self, all: Range<usize>) -> Result<()> {
        let Some(fired) = self.inside.chosen_by() else { return Ok(()) };
        let end = self.find_word(all.clone(), "then").unwrap_or(all.end);
        for part in self.parts(all.start..end) {
            let token = self.tokens.get(part.start).filter(|_| part.len() == 1);
            if let Some(token) = token.filter(|token| token.kind == TokenKind::String) {
                let new = self.inside.fired_on(fired, &token.value);
                self.splice.replace_literal(part.start, &new)?;
            }
        }
        Ok(())
    }

    fn condition(&mut self, all: Range<usize>, end: &str) -> Result<usize> {
        let end = self.find_word(all.clone(), end).unwrap_or(all.end);
        self.sql(all.start..end, SELECT)?;
        Ok(end + 1)
    }

    fn for_loop(&mut self, i: usize) -> Result<usize> {
        self.inside.open();
        let rest = i + 1..self.tokens.len();
        let body = self.find_word(rest.clone(), "loop").unwrap_or(rest.end);
        let Some(within) = self.find_word(i + 1..body, "in") else { return Ok(body + 1) };
        let (target, mut query) = (i + 1..within, within + 1..body);
        if self.is_word(query.start, "reverse") {
            query.start += 1;
        }
        if self.is_word(query.start, "execute") {
            self.execute(query.start + 1..body)?;
            return Ok(body + 1);
        }
        if let Some(dots) = self.find(query.clone(), |body, i| body.is(i, "..")) {
            let by = self.find_word(query.clone(), "by").unwrap_or(body);
            for part in [query.start..dots, dots + 1..by, by + 1..body] {
                self.sql(part, SELECT)?;
            }
            if let Some(name) = self.name(target.start) {
                self.inside.set(name, Ty::Unknown, None);
            }
            return Ok(body + 1);
        }
        let cursor = self.name(query.start).and_then(|name| self.cursors.get(name).cloned());
        let columns = match cursor {
            Some(columns) => {
                self.loose(query)?;
                // The loop has a record of its own.
                if let Some(name) = self.name(target.start) {
                    self.inside.set(name, Ty::Row(columns), None);
                }
                return Ok(body + 1);
            }
            None => self.sql(query, "")?,
        };
        self.targets(target, columns, true)?;
        Ok(body + 1)
    }

    /// `FOREACH target SLICE n IN ARRAY expression LOOP`.
    fn foreach(&mut self, i: usize) -> Result<usize> {
        self.inside.open();
        let rest = i + 1..self.tokens.len();
        let body = self.find_word(rest.clone(), "loop").unwrap_or(rest.end);
        if let Some(array) = self.find_word(i + 1..body, "array") {
            self.sql(array + 1..body, SELECT)?;
        }
        Ok(body + 1)
    }

    /// Index of the operator of an assignment that begins here.
    fn assigned(&self, start: usize) -> Option<usize> {
        self.tokens.get(start).filter(|t| t.is_name() || t.kind == TokenKind::Param)?;
        let mut i = start + 1;
        loop {
            if self.is(i, ":=") || self.is(i, "=") {
                return Some(i);
            }
            i = match (self.is(i, "."), self.is(i, "[")) {
                (true, _) => i + 2,
                (_, true) => self.splice.close(i)? + 1,
                _ => return None,
            };
        }
    }

    fn assignment(&mut self, i: usize, operator: usize) -> Result<usize> {
        let end = self.semicolon(operator);
        self.target(i..operator)?;
        self.sql(operator + 1..end, SELECT)?;
        Ok(end + 1)
    }
}
