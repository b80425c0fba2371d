//! Declarations of PL/pgSQL: <https://www.postgresql.org/docs/current/plpgsql-declarations.html>

use super::Body;
use super::plpgsql::SELECT;
use crate::error::Result;
use crate::fact::Space;
use crate::model::QName;
use crate::transform::rewrite::scope::{Ty, attributes, certain};
use std::ops::Range;

impl<'t> Body<'t> {
    /// Everything from here to BEGIN; its index.
    pub(super) fn declarations(&mut self, start: usize) -> Result<usize> {
        let mut i = start;
        while i < self.tokens.len() && !self.is_word(i, "begin") {
            let end = self.semicolon(i);
            if !self.is_word(i, "declare") {
                self.declaration(i..end)?;
            }
            i = end + 1;
        }
        Ok(i)
    }

    fn declaration(&mut self, all: Range<usize>) -> Result<()> {
        let Some(name) = self.name(all.start) else { return Ok(()) };
        let mut start = all.start + 1;
        if self.is_word(start, "alias") {
            let other = self.tokens.get(start + 2).map(|t| t.value.clone()).unwrap_or_default();
            let ty = match other.strip_prefix('$').and_then(|n| n.parse().ok()) {
                Some(number) => self.inside.parameter(number),
                None => self.inside.variable_of(&other).map_or(Ty::Unknown, |v| v.ty.clone()),
            };
            self.inside.set(name, ty, None);
            return Ok(());
        }
        if let Some(cursor) = self.cursor(start, all.end) {
            return self.bound_cursor(name, cursor, all.end);
        }
        if self.is_word(start, "constant") {
            start += 1;
        }
        let behind_type = |body: &Self, i| {
            body.is(i, ":=")
                || body.is(i, "=")
                || ["default", "not", "collate"].iter().any(|w| body.is_word(i, w))
        };
        let end = self.find(start..all.end, behind_type).unwrap_or(all.end);
        if self.is_word(start, "record") || self.is_word(start, "refcursor") {
            self.inside.declare_record(name, all.start);
        } else {
            let ty = self.type_at(start..end)?;
            self.inside.set(name, ty, None);
        }
        let value = self.find(end..all.end, |body, i| {
            body.is(i, ":=") || body.is(i, "=") || body.is_word(i, "default")
        });
        if let Some(value) = value {
            self.sql(value + 1..all.end, SELECT)?;
        }
        Ok(())
    }

    /// Index of CURSOR in a declaration.
    fn cursor(&self, start: usize, end: usize) -> Option<usize> {
        (start..end.min(start + 3))
            .take_while(|i| ["no", "scroll", "cursor"].iter().any(|word| self.is_word(*i, word)))
            .find(|i| self.is_word(*i, "cursor"))
    }

    /// `CURSOR (parameters) FOR query`.
    fn bound_cursor(&mut self, name: &str, cursor: usize, end: usize) -> Result<()> {
        let mut i = cursor + 1;
        if let Some(close) = self.splice.close(i).filter(|_| self.is(i, "(")) {
            for parameter in self.parts(i + 1..close) {
                if let Some(name) = self.name(parameter.start) {
                    let ty = self.type_at(parameter.start + 1..parameter.end)?;
                    self.inside.set(name, ty, None);
                }
            }
            i = close + 1;
        }
        let columns = self.sql(i + 1..end, "")?;
        self.cursors.insert(name.to_owned(), columns);
        self.inside.set(name, Ty::Unknown, None);
        Ok(())
    }

    /// A type, whose names follow; `%TYPE` and `%ROWTYPE` too.
    fn type_at(&mut self, range: Range<usize>) -> Result<Ty> {
        let mut end = range.start;
        let mut path: Vec<&str> = Vec::new();
        while let Some(name) = self.name(end).filter(|_| end < range.end) {
            path.push(name);
            if !self.is(end + 1, ".") {
                break;
            }
            end += 2;
        }
        let at = range.start;
        match (self.is(end + 1, "%").then(|| self.word(end + 2)).flatten(), &path[..]) {
            (Some("rowtype"), _) => self.named(Space::Relation, at, &path),
            (Some("type"), [_]) => {
                let variable = self.inside.variable_of(path[0]);
                Ok(variable.map_or(Ty::Unknown, |variable| variable.ty.clone()))
            }
            (Some("type"), [table @ .., column]) => self.column_type(at, table, column),
            (None, [_, ..]) => self.named(Space::Type, at, &path),
            _ => Ok(Ty::Unknown),
        }
    }

    /// A relation's or type's name at token `at`.
    fn named(&mut self, space: Space, at: usize, path: &[&str]) -> Result<Ty> {
        let Some(of) = self.object(space, path) else { return Ok(Ty::Unknown) };
        self.rename_object(space, at, path.len(), &of)?;
        Ok(Ty::Named(of.schema, of.name))
    }

    /// `table.column%TYPE`, `variable.field%TYPE`.
    fn column_type(&mut self, at: usize, table: &[&str], column: &str) -> Result<Ty> {
        let place = at + 2 * table.len();
        let variable = match table {
            [name] => self.inside.variable_of(name).cloned(),
            _ => None,
        };
        let ty = match variable {
            Some(variable) => variable.ty,
            None => self.named(Space::Relation, at, table)?,
        };
        let cols = attributes(self.inside.names, &ty)?;
        match certain(&cols, column) {
            Some(col) => {
                self.splice.rename(place, column, &col.new)?;
                Ok(col.ty.clone())
            }
            None => {
                self.inside.doubt(column);
                Ok(Ty::Unknown)
            }
        }
    }

    /// The object that a name of one or two parts means.
    pub(super) fn object(&self, space: Space, path: &[&str]) -> Option<QName> {
        match path {
            [name] => {
                let found = self.inside.unqualified(space, name);
                if found.is_none() {
                    self.inside.doubt(name);
                }
                found
            }
            [schema, name] => {
                let of = QName { schema: (*schema).to_owned(), name: (*name).to_owned() };
                self.inside.qualified(space, of)
            }
            _ => None,
        }
    }

    /// Renames an object's name of one or two parts at token `at`.
    pub(super) fn rename_object(
        &mut self,
        space: Space,
        at: usize,
        parts: usize,
        of: &QName,
    ) -> Result<()> {
        let new = self.inside.new_name(space, of);
        match parts {
            1 if self.inside.hides(space, of, &new) => {
                self.splice.qualify(at, &new.schema, &new.name)
            }
            1 => self.splice.rename(at, &of.name, &new.name),
            _ => self.splice.rename_path(at, &[&of.schema, &of.name], &[&new.schema, &new.name]),
        }
    }
}
