//! The statements of PL/pgSQL:
//! <https://www.postgresql.org/docs/current/plpgsql-statements.html>,
//! <https://www.postgresql.org/docs/current/plpgsql-cursors.html>

use super::plpgsql::SELECT;
use super::{Body, TokenKind, tokens};
use crate::error::Result;
use crate::transform::rewrite::scope::{Col, attributes, certain};
use std::ops::Range;

impl<'t> Body<'t> {
    /// A statement by its first word, which stands before `all`; index behind it.
    pub(super) fn simple(&mut self, word: &str, all: Range<usize>) -> Result<usize> {
        let (start, next) = (all.start, all.end + 1);
        match word {
            "perform" | "call" => drop(self.sql(all, SELECT)?),
            "execute" => self.execute(all)?,
            "return" => self.give(all)?,
            "raise" => self.raise(all)?,
            "assert" => drop(self.sql(all, SELECT)?),
            "exit" | "continue" => {
                let when = self.find_word(all.clone(), "when").unwrap_or(all.end);
                self.sql(when + 1..all.end, SELECT)?;
            }
            "open" => self.open(all)?,
            "fetch" => {
                let columns = self.cursor_in(&all);
                if let Some(into) = self.find_word(all.clone(), "into") {
                    self.targets(into + 1..all.end, columns, false)?;
                }
            }
            "null" | "get" | "close" | "move" | "commit" | "rollback" => {}
            _ => self.query_into(start - 1..all.end)?,
        }
        Ok(next)
    }

    /// A statement of SQL, whose result may go into variables.
    fn query_into(&mut self, all: Range<usize>) -> Result<()> {
        let into = self.find(all.clone(), |body, i| {
            let before = i.checked_sub(1).and_then(|b| body.word(b)).unwrap_or("");
            body.is_word(i, "into") && !["insert", "merge", "import"].contains(&before)
        });
        let Some(into) = into else { return self.sql(all, "").map(drop) };
        let mut start = into + 1;
        if self.is_word(start, "strict") {
            start += 1;
        }
        let end = self.target_end(start, all.end);
        let columns = self.sql_without(all, "", Some(into..end))?;
        self.targets(start..end, columns, false)
    }

    /// Behind a list of variables, or behind one row.
    fn target_end(&self, start: usize, end: usize) -> usize {
        let mut i = start;
        loop {
            i += 1;
            while self.is(i, ".") {
                i += 2;
            }
            while self.is(i, "[") {
                i = self.splice.close(i).map_or(end, |close| close + 1);
            }
            if i >= end || !self.is(i, ",") {
                return i.min(end);
            }
            i += 1;
        }
    }

    /// Variables that are given values; a single record gets the columns.
    pub(super) fn targets(
        &mut self,
        range: Range<usize>,
        columns: Vec<Col>,
        loops: bool,
    ) -> Result<()> {
        if let (1, Some(name)) = (range.len(), self.name(range.start)) {
            self.inside.put(name, columns, loops);
            return Ok(());
        }
        self.parts(range).into_iter().try_for_each(|part| self.target(part))
    }

    /// A variable that is given a value: its fields follow its type.
    pub(super) fn target(&mut self, range: Range<usize>) -> Result<()> {
        let mut ty = match self.name(range.start).and_then(|n| self.inside.variable_of(n)) {
            Some(variable) => variable.ty.clone(),
            None => crate::transform::rewrite::scope::Ty::Unknown,
        };
        let mut i = range.start + 1;
        while i < range.end {
            if self.is(i, "[") {
                let close = self.splice.close(i).unwrap_or(range.end);
                self.sql(i + 1..close, SELECT)?;
                i = close + 1;
                continue;
            }
            let Some(field) = self.name(i + 1).filter(|_| self.is(i, ".")) else { return Ok(()) };
            let cols = attributes(self.inside.names, &ty)?;
            match certain(&cols, field) {
                Some(col) => {
                    self.splice.rename(i + 1, field, &col.new)?;
                    ty = col.ty.clone();
                }
                None => {
                    self.inside.doubt(field);
                    return Ok(());
                }
            }
            i += 2;
        }
        Ok(())
    }

    fn give(&mut self, all: Range<usize>) -> Result<()> {
        match (self.word(all.start), self.word(all.start + 1)) {
            (Some("next"), _) => self.sql(all.start + 1..all.end, SELECT).map(drop),
            (Some("query"), Some("execute")) => self.execute(all.start + 2..all.end),
            (Some("query"), _) => self.sql(all.start + 1..all.end, "").map(drop),
            _ => self.sql(all, SELECT).map(drop),
        }
    }

    /// `RAISE level 'format', values USING option = value`.
    fn raise(&mut self, all: Range<usize>) -> Result<()> {
        let using = self.find_word(all.clone(), "using").unwrap_or(all.end);
        for value in self.parts(all.start..using).into_iter().skip(1) {
            self.sql(value, SELECT)?;
        }
        for option in self.parts(using + 1..all.end) {
            let sign = |body: &Self, i| body.is(i, "=") || body.is(i, ":=");
            if let Some(sign) = self.find(option.clone(), sign) {
                self.sql(sign + 1..option.end, SELECT)?;
            }
        }
        Ok(())
    }

    /// `OPEN cursor FOR query`, `OPEN cursor(arguments)`.
    fn open(&mut self, all: Range<usize>) -> Result<()> {
        let Some(of) = self.find_word(all.clone(), "for") else { return self.loose(all) };
        if self.is_word(of + 1, "execute") {
            return self.execute(of + 2..all.end);
        }
        let columns = self.sql(of + 1..all.end, "")?;
        if let Some(name) = self.name(all.start) {
            self.cursors.insert(name.to_owned(), columns);
        }
        Ok(())
    }

    /// Columns of the cursor that a FETCH is of.
    fn cursor_in(&self, all: &Range<usize>) -> Vec<Col> {
        let mut names = all.clone().filter_map(|i| self.name(i));
        names.find_map(|name| self.cursors.get(name)).cloned().unwrap_or_default()
    }

    /// `EXECUTE text INTO target USING values`: what the text becomes is not known.
    pub(super) fn execute(&mut self, all: Range<usize>) -> Result<()> {
        let clause = |body: &Self, i| body.is_word(i, "into") || body.is_word(i, "using");
        let end = self.find(all.clone(), clause).unwrap_or(all.end);
        let constant = self
            .tokens
            .get(all.start)
            .filter(|t| t.kind == TokenKind::String && end == all.start + 1);
        let harmless = constant.is_some_and(|t| {
            tokens(&t.value).is_ok_and(|list| {
                list.iter().all(|t| !t.is_name() || !self.inside.names.changes(&t.value))
            })
        });
        if !harmless {
            self.executes.push(self.line(all.start));
        }
        self.sql(all.start..end, SELECT)?;
        let mut start = end;
        while start < all.end {
            let next = self.find(start + 1..all.end, clause).unwrap_or(all.end);
            if self.is_word(start, "into") {
                let first = start + 1 + usize::from(self.is_word(start + 1, "strict"));
                self.targets(first..next, Vec::new(), false)?;
            } else {
                self.sql(start + 1..next, SELECT)?;
            }
            start = next;
        }
        Ok(())
    }
}
