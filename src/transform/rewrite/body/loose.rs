//! Statements that only the server's scanner reads: utility commands. A name is replaced where its
//! place says what it is.

use super::{Body, TokenKind, names_object};
use crate::error::Result;
use crate::fact::Space;
use crate::model::QName;
use crate::pg::parser::is_reserved;
use crate::pg::tree::Alias;
use crate::transform::rewrite::scope::{Col, aliased, attributes, certain};
use crate::transform::rewrite::{columns, literal};
use hashbrown::HashMap;
use std::ops::Range;

/// Words before the name of a relation.
const BEFORE_RELATION: &[&str] = &[
    "from", "join", "into", "update", "table", "only", "truncate", "lock", "view", "sequence",
    "index", "analyze", "vacuum", "using", "copy", "exists",
];

/// Relations of a statement, with the names that stand for them.
#[derive(Default)]
struct Seen {
    columns: Vec<Col>,
    aliases: HashMap<String, Vec<Col>>,
}

impl<'t> Body<'t> {
    /// Follows what is certain in a statement.
    pub(super) fn loose(&mut self, range: Range<usize>) -> Result<()> {
        match self.query_of(&range) {
            Some(query) => {
                let columns = self.sql(query.clone(), "")?;
                self.own_table(&range, columns);
                self.by_place(range.start..query.start)?;
                self.by_place(query.end..range.end)
            }
            None => {
                self.own_table(&range, vec![Col::more()]);
                self.by_place(range)
            }
        }
    }

    /// The query of `CREATE ... AS query`.
    fn query_of(&self, range: &Range<usize>) -> Option<Range<usize>> {
        if !self.is_word(range.start, "create") {
            return None;
        }
        let start = self.find_word(range.clone(), "as")? + 1;
        let first = (start..range.end).find(|i| !self.is(*i, "("))?;
        if !["select", "with", "values"].iter().any(|word| self.is_word(first, word)) {
            return None;
        }
        let option = |body: &Self, i: usize| {
            let next = body.word(i + 1).unwrap_or_default();
            body.is_word(i, "with")
                && (["data", "check", "local", "cascaded"].contains(&next)
                    || next == "no" && body.is_word(i + 2, "data"))
        };
        let end = self.find(first + 1..range.end, option).unwrap_or(range.end);
        Some(start..end)
    }

    /// Replaces names where their places say what they are.
    fn by_place(&mut self, range: Range<usize>) -> Result<()> {
        let mut seen = Seen::default();
        let mut done = vec![false; range.len()];
        for i in range.clone() {
            if self.is_inside_path(i) || done[i - range.start] {
                continue;
            }
            let used = self.object_at(i, range.end, &mut seen)?;
            done.iter_mut().skip(i - range.start).take(used).for_each(|d| *d = true);
        }
        for i in range.clone() {
            if !done[i - range.start] {
                self.column_at(i, &seen)?;
            }
        }
        Ok(())
    }

    /// A table that the body makes: its name is the body's own.
    fn own_table(&mut self, range: &Range<usize>, columns: Vec<Col>) {
        if !self.is_word(range.start, "create") {
            return;
        }
        let table = range.clone().take(4).find(|i| self.is_word(*i, "table"));
        let Some(mut at) = table.map(|table| table + 1) else { return };
        if self.is_word(at, "if") {
            at += 3;
        }
        if let Some(name) = self.name(at).filter(|_| !self.is(at + 1, ".")) {
            let close = self.splice.close(at + 1).filter(|_| self.is(at + 1, "("));
            let listed = close.map(|close| self.parts(at + 2..close)).unwrap_or_default();
            let names = listed.iter().filter_map(|part| self.name(part.start)).map(str::to_owned);
            let alias = Alias { name: String::new(), columns: names.collect() };
            self.inside.own.insert(name.to_owned(), aliased(columns, Some(&alias)));
        }
    }

    fn is_inside_path(&self, i: usize) -> bool {
        i.checked_sub(1).is_some_and(|before| self.is(before, "."))
    }

    /// An object's name or a constant that is one; how many tokens it has.
    fn object_at(&mut self, i: usize, end: usize, seen: &mut Seen) -> Result<usize> {
        if self.tokens[i].kind == TokenKind::String {
            return self.constant_at(i).map(|()| 1);
        }
        let Some(name) = self.name(i) else { return Ok(0) };
        let before = i.checked_sub(1).and_then(|b| self.word(b)).unwrap_or("");
        let relation = BEFORE_RELATION.contains(&before);
        if let Some(second) = self.name(i + 2).filter(|_| self.is(i + 1, ".") && i + 2 < end) {
            if self.inside.variable_of(name).is_some() || seen.aliases.contains_key(name) {
                return Ok(0);
            }
            let of = QName { schema: name.to_owned(), name: second.to_owned() };
            return self.qualified_at(i, of, relation, seen);
        }
        if relation && let Some(of) = self.inside.unqualified(Space::Relation, name) {
            self.rename_object(Space::Relation, i, 1, &of)?;
            self.see(i + 1, &of, seen);
            return Ok(1);
        }
        if self.is(i + 1, "(")
            && !relation
            && before != "as"
            && let Some(of) = self.inside.unqualified(Space::Routine, name)
        {
            return self.rename_object(Space::Routine, i, 1, &of).map(|()| 1);
        }
        if !before.is_empty() || !i.checked_sub(1).is_some_and(|b| self.is(b, "::")) {
            return Ok(0);
        }
        match self.inside.unqualified(Space::Type, name) {
            Some(of) => self.rename_object(Space::Type, i, 1, &of).map(|()| 1),
            None => Ok(0),
        }
    }

    fn qualified_at(
        &mut self,
        i: usize,
        of: QName,
        relation: bool,
        seen: &mut Seen,
    ) -> Result<usize> {
        let call = self.is(i + 3, "(") && !relation;
        let spaces = match call {
            true => [Space::Routine, Space::Relation, Space::Type],
            false => [Space::Relation, Space::Type, Space::Routine],
        };
        let has = |space: &Space| self.inside.names.has(*space, &of);
        let Some(space) = spaces.into_iter().find(has) else {
            self.inside.qualified(Space::Relation, of);
            return Ok(0);
        };
        self.rename_object(space, i, 2, &of)?;
        if space != Space::Relation {
            return Ok(3);
        }
        self.see(i + 3, &of, seen);
        let Some(column) = self.name(i + 4).filter(|_| self.is(i + 3, ".")) else { return Ok(3) };
        let cols = columns(self.inside.names.columns(&of.schema, &of.name));
        match cols.iter().find(|col| col.old == column) {
            Some(col) => self.splice.rename(i + 4, column, &col.new)?,
            None => self.inside.doubt(column),
        }
        Ok(5)
    }

    /// Notes a relation, and the alias that may stand at token `i`.
    fn see(&self, i: usize, of: &QName, seen: &mut Seen) {
        let cols = columns(self.inside.names.columns(&of.schema, &of.name));
        let at = if self.is_word(i, "as") { i + 1 } else { i };
        let alias = self.tokens.get(at).filter(|t| matches!(t.kind, TokenKind::Identifier { .. }));
        if let Some(alias) = alias {
            seen.aliases.insert(alias.value.clone(), cols.clone());
        }
        seen.aliases.insert(of.name.clone(), cols.clone());
        seen.columns.extend(cols);
    }

    fn constant_at(&mut self, i: usize) -> Result<()> {
        let cast = self.word(i + 2).filter(|of| of.starts_with("reg") && self.is(i + 1, "::"));
        let function = i.checked_sub(2).and_then(|f| self.word(f));
        let function = function.filter(|_| self.is(i - 1, "("));
        let argument = || self.first_read_as(function?, i);
        let Some(of) = cast.map(str::to_owned).or_else(argument) else { return Ok(()) };
        let text = self.tokens[i].value.as_str();
        let new = match self.is(i + 3, "[") && cast.is_some() {
            true => literal::array(text, &|one| self.inside.object_name(&of, one))?,
            false => self.inside.object_name(&of, text)?,
        };
        self.splice.replace_literal(i, &new)
    }

    /// The type as which a function reads its first argument, the constant at token `i`.
    fn first_read_as(&self, function: &str, i: usize) -> Option<String> {
        if let Some(of) = names_object(function) {
            return Some(of.to_owned());
        }
        let given = self.parts(i..self.splice.close(i - 1)?).len();
        let schema = i.checked_sub(4).filter(|_| self.is(i - 3, ".")).and_then(|at| self.name(at));
        let types = self.inside.names.argument_types(schema, function, &vec![None; given]);
        match &types.first()?[..] {
            [of] => Some(of.clone()),
            _ => None,
        }
    }

    /// A column, bare or behind an alias or a variable.
    fn column_at(&mut self, i: usize, seen: &Seen) -> Result<()> {
        let Some(name) = self.name(i) else { return Ok(()) };
        if self.is_inside_path(i) {
            // A field of what is no name: its type is not known here.
            if i.checked_sub(2).is_none_or(|of| self.name(of).is_none()) {
                self.inside.doubt(name);
            }
            return Ok(());
        }
        if let Some(field) = self.name(i + 2).filter(|_| self.is(i + 1, ".")) {
            let cols = match seen.aliases.get(name) {
                Some(cols) => cols.clone(),
                None => match self.inside.variable_of(name) {
                    Some(variable) => attributes(self.inside.names, &variable.ty)?,
                    None => Vec::new(),
                },
            };
            return match certain(&cols, field) {
                Some(col) => self.splice.rename(i + 2, field, &col.new),
                None => {
                    self.inside.doubt(field);
                    Ok(())
                }
            };
        }
        if self.inside.variable_of(name).is_some() || self.inside.own.contains_key(name) {
            return Ok(());
        }
        let keyword = self.tokens[i].kind == TokenKind::Keyword;
        if keyword && is_reserved(name)? {
            return Ok(());
        }
        let new: Vec<&String> =
            seen.columns.iter().filter(|col| col.old == name).map(|col| &col.new).collect();
        let named = i.checked_sub(1).is_some_and(|before| self.is_word(before, "as"));
        match new.first() {
            Some(first)
                if !named && new.iter().all(|n| n == first) && (!keyword || self.is_listed(i)) =>
            {
                self.splice.rename(i, name, first)
            }
            Some(_) if !named && new.iter().any(|n| *n != name) => {
                self.inside.doubt(name);
                Ok(())
            }
            _ if named || keyword || self.inside.makes(name) => Ok(()),
            _ => {
                self.inside.doubt(name);
                Ok(())
            }
        }
    }

    /// Whether a word stands by itself in a list within parentheses: there it is no word of the statement's own.
    fn is_listed(&self, i: usize) -> bool {
        let around = |at: usize, texts: [&str; 2]| texts.iter().any(|text| self.is(at, text));
        let mut before = (0..i).rev();
        around(i + 1, [",", ")"])
            && i.checked_sub(1).is_some_and(|at| around(at, ["(", ","]))
            && before
                .find(|at| !self.is(*at, ",") && self.name(*at).is_none())
                .is_some_and(|at| self.is(at, "("))
    }
}
