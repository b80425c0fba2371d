//! What names are visible at a place of a query.

use super::body::Inside;
use super::splice::{conflict, hidden};
use super::{Names, Rewriter, Step, columns, literal};
use crate::error::{Error, Result};
use crate::fact::Space;
use crate::model::QName;
use crate::pg::tree::{Alias, Cte};
use pgrx::PgSqlErrorCode;

/// What is known of a value's type: enough to find attributes.
#[derive(Clone, Debug)]
pub(super) enum Ty {
    Unknown,
    /// As `format_type` prints it.
    Text(String),
    Named(String, String),
    Row(Vec<Col>),
    /// One of these.
    Any(Vec<Ty>),
}

/// A column: its name in the text, and what it becomes.
#[derive(Clone, Debug)]
pub(super) struct Col {
    pub(super) old: String,
    pub(super) new: String,
    pub(super) ty: Ty,
}

impl Col {
    /// A column whose name is written in the text.
    pub(super) fn fixed(name: &str, ty: Ty) -> Col {
        Col { old: name.to_owned(), new: name.to_owned(), ty }
    }

    /// Stands for columns of which nothing is known; no column has an empty name.
    pub(super) fn more() -> Col {
        Col::fixed("", Ty::Unknown)
    }

    pub(super) fn is_named(&self) -> bool {
        !self.old.is_empty()
    }
}

/// Something in FROM, known by its alias.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) old: String,
    pub(super) new: String,
    pub(super) cols: Vec<Col>,
}

/// How far a CTE's columns are known.
pub(super) enum State {
    Pending,
    /// Being read; its columns once the non-recursive term is done.
    Running(Vec<Col>),
    Done(Vec<Col>),
}

/// A query of WITH.
pub(super) struct Known<'t> {
    pub(super) cte: &'t Cte,
    pub(super) recursive: bool,
    pub(super) state: State,
}

/// One query level.
#[derive(Default)]
pub(super) struct Level<'t> {
    pub(super) items: Vec<Item>,
    /// What a name without qualifier may mean: columns joined by USING are one.
    pub(super) columns: Vec<Col>,
    pub(super) ctes: Vec<Known<'t>>,
    /// How many of the CTEs are visible.
    pub(super) visible: usize,
    /// Items and columns are out of sight: within a subquery of FROM that is not LATERAL.
    pub(super) hidden: bool,
}

/// What a column reference means.
pub(super) struct Resolved {
    /// As many names as in the text.
    pub(super) names: Vec<String>,
    pub(super) ty: Ty,
    /// What must stand before the one name, so that it is not taken for another.
    pub(super) before: Option<String>,
}

impl Resolved {
    pub(super) fn new(names: Vec<String>, ty: Ty) -> Resolved {
        Resolved { names, ty, before: None }
    }
}

impl<'t> Rewriter<'t> {
    pub(super) fn level(&mut self) -> &mut Level<'t> {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    pub(super) fn add_item(&mut self, item: Item) {
        self.aliases.push((item.old.clone(), item.new.clone()));
        self.level().items.push(item);
    }

    pub(super) fn item(&self, alias: &str) -> Option<&Item> {
        let open = self.levels.iter().rev().filter(|level| !level.hidden);
        open.flat_map(|level| level.items.iter().rev()).find(|item| item.old == alias)
    }

    /// Err where a new alias would mean another item than the old one does, which is this one if any.
    fn must_show(&self, item: Option<&Item>, new: &str) -> Step<()> {
        let open = self.levels.iter().rev().filter(|level| !level.hidden);
        let shown = open.flat_map(|level| level.items.iter().rev()).find(|other| other.new == new);
        match shown {
            Some(shown) if item.is_none_or(|item| !std::ptr::eq(item, shown)) => hidden(new),
            _ => Ok(()),
        }
    }

    /// Err where PL/pgSQL could take a relation's column for a variable's field.
    fn must_differ(&self, item: &Item, column: &str) -> Step<()> {
        let Some(body) = self.body.filter(|body| body.compares()) else { return Ok(()) };
        let Some(level) = self.levels.first() else { return Ok(()) };
        let is_variable = level.items.iter().any(|other| std::ptr::eq(other, item));
        let same =
            |other: &Item| other.new == item.new && other.cols.iter().any(|col| col.new == column);
        // A row that is asked for a field that it has not is an error all the same.
        let is_row = || {
            let rows = level.items.iter().skip(1);
            item.old != item.new
                && (body.is_record(&item.new) || rows.into_iter().any(|row| row.new == item.new))
        };
        let meets = level.items.iter().any(same) || is_row();
        match !is_variable && meets {
            true => hidden(&item.new),
            false => Ok(()),
        }
    }

    /// What `a`, `a.b`, `a.*` or `s.a.b` becomes.
    pub(super) fn resolve(&self, names: &[String], star: bool) -> Step<Resolved> {
        match names {
            [name] if !star => self.resolve_bare(name),
            [alias] => self.resolve_row(alias),
            [schema, alias] if star => {
                let row = self.resolve_row(alias)?;
                let names = std::iter::once(self.names.schema(schema)).chain(row.names).collect();
                Ok(Resolved::new(names, row.ty))
            }
            [alias, column] => self.resolve_qualified(alias, column),
            [row, field, attribute]
                if let Some(col) = self
                    .body
                    .and(self.item(row))
                    .and_then(|item| item.cols.iter().find(|col| col.old == *field)) =>
            {
                self.must_show(self.item(row), row)?;
                let found = self.attribute(&col.ty, attribute)?;
                let last = found.as_ref().map_or(attribute, |found| &found.new).clone();
                let ty = found.as_ref().map_or(Ty::Unknown, |found| found.ty.clone());
                Ok(Resolved::new(vec![row.clone(), col.new.clone(), last], ty))
            }
            [schema, alias, column] => {
                let it = self.resolve_qualified(alias, column)?;
                let names = std::iter::once(self.names.schema(schema)).chain(it.names).collect();
                Ok(Resolved::new(names, it.ty))
            }
            _ => Ok(Resolved::new(names.to_vec(), Ty::Unknown)),
        }
    }

    fn resolve_bare(&self, name: &str) -> Step<Resolved> {
        let mut passed: Vec<&Col> = Vec::new();
        for (depth, level) in self.levels.iter().enumerate().rev().filter(|(_, l)| !l.hidden) {
            if let Some(col) = unique(level.columns.iter(), name)? {
                let captured = passed.iter().any(|inner| inner.new == col.new);
                return match self.body {
                    Some(body) if depth == 0 => self.variable(body, col, captured),
                    _ if captured => conflict(&col.new),
                    // A relation further in may have such a column as well: the name must mean what it did.
                    Some(body) if col.old != col.new && !passed.iter().all(|c| c.is_named()) => {
                        if !self.keep.columns {
                            return conflict(&col.new);
                        }
                        body.doubt(name);
                        Ok(Resolved::new(vec![name.to_owned()], Ty::Unknown))
                    }
                    Some(body) => {
                        let resolved = body.column(col, level)?;
                        if let Some(before) = &resolved.before {
                            let item = level.items.iter().rev().find(|item| item.new == *before);
                            self.must_show(item, before)?;
                            item.map_or(Ok(()), |item| self.must_differ(item, &col.new))?;
                        }
                        Ok(resolved)
                    }
                    None => Ok(Resolved::new(vec![col.new.clone()], col.ty.clone())),
                };
            }
            passed.extend(&level.columns);
        }
        let row = self.resolve_row(name)?;
        let Some(new) = row.names.first().filter(|_| self.item(name).is_some()) else {
            return Ok(row);
        };
        // A column comes before a row, and PL/pgSQL's variables may.
        let mut open = self.levels.iter().enumerate().rev().filter(|(_, level)| !level.hidden);
        let taken = open.find(|(_, level)| level.columns.iter().any(|col| col.new == *new));
        match taken {
            Some((0, _)) if self.body.is_some_and(|body| !body.compares()) => Ok(row),
            Some((0, _)) if self.body.is_some() => hidden(new),
            Some(_) => conflict(new),
            None => Ok(row),
        }
    }

    /// A variable or parameter, which the routine's name qualifies where a column would be taken for it.
    fn variable(&self, body: &Inside, col: &Col, captured: bool) -> Step<Resolved> {
        let resolved = body.variable(col, captured)?;
        match &resolved.before {
            Some(routine) if self.must_show(self.routine(), routine).is_err() => conflict(&col.old),
            _ => Ok(resolved),
        }
    }

    /// What has the routine's parameters.
    fn routine(&self) -> Option<&Item> {
        self.levels.first().and_then(|level| level.items.first())
    }

    /// A whole row by its alias.
    fn resolve_row(&self, alias: &str) -> Step<Resolved> {
        let item = self.item(alias);
        let new = item.map_or(alias, |item| &item.new);
        self.must_show(item, new)?;
        Ok(match item {
            Some(item) => Resolved::new(vec![new.to_owned()], Ty::Row(item.cols.clone())),
            None => {
                self.body.iter().for_each(|body| body.doubt(alias));
                Resolved::new(vec![new.to_owned()], Ty::Unknown)
            }
        })
    }

    fn resolve_qualified(&self, alias: &str, column: &str) -> Step<Resolved> {
        let item = self.item(alias);
        let found = match item {
            Some(item) => unique(item.cols.iter(), column)?,
            None => None,
        };
        let (new, ty) = match found {
            Some(col) => (col.new.clone(), col.ty.clone()),
            None => {
                self.body.iter().for_each(|body| body.doubt(column));
                (column.to_owned(), Ty::Unknown)
            }
        };
        let alias = item.map_or_else(|| alias.to_owned(), |item| item.new.clone());
        self.must_show(item, &alias)?;
        item.map_or(Ok(()), |item| self.must_differ(item, &new))?;
        Ok(Resolved::new(vec![alias, new], ty))
    }

    /// The object that a name means, where its schema is written or, in a body that is a string,
    /// found.
    pub(super) fn found(&self, space: Space, name: &[String]) -> Option<QName> {
        match name {
            [schema, name] if schema != "pg_catalog" => {
                let of = QName { schema: schema.clone(), name: name.clone() };
                match self.body {
                    Some(body) => body.qualified(space, of),
                    None => Some(of),
                }
            }
            [name] => self.body?.unqualified(space, name),
            _ => None,
        }
    }

    pub(super) fn found_table(&self, schema: Option<&str>, name: &str) -> Option<QName> {
        let path: Vec<String> = schema.into_iter().chain([name]).map(str::to_owned).collect();
        self.found(Space::Relation, &path)
    }

    /// Old and new name of a routine, without schema.
    pub(super) fn routine_name(&self, name: &[String]) -> Option<(String, String)> {
        match self.found(Space::Routine, name) {
            Some(of) => {
                let new = self.names.routine(&of.schema, &of.name).name;
                Some((of.name, new))
            }
            None => name.last().map(|name| (name.clone(), name.clone())),
        }
    }

    /// Columns of a relation that is not followed: those of the server's own are known.
    pub(super) fn foreign(&self, schema: Option<&str>, name: &str) -> Vec<Col> {
        let system = schema.unwrap_or("pg_catalog");
        let found = self.body.and_then(|_| self.names.server_columns(system, name));
        let all = found.map(|all| all.iter().map(|c| Col::fixed(c, Ty::Unknown)).collect());
        all.unwrap_or_else(|| vec![Col::more()])
    }

    /// Columns of a relation that only the body sees.
    pub(super) fn local_table(&self, name: &str) -> Option<Vec<Col>> {
        let body = self.body?;
        body.own.get(name).or_else(|| body.tables.get(name)).cloned()
    }

    /// The type of `$1`.
    pub(super) fn parameter(&self, number: usize) -> Ty {
        let Some(body) = self.body else {
            let ty = number.checked_sub(1).and_then(|at| self.arguments.get(at));
            return ty.cloned().unwrap_or(Ty::Unknown);
        };
        body.parameter(number)
    }

    /// What the field of a value of this type becomes, and its type. An error when the type is not
    /// known, but fields of that name change: to keep the name could pick another field.
    pub(super) fn field(&self, ty: &Ty, name: &str, called: bool) -> Step<(String, Ty)> {
        if let Some(col) = self.attribute(ty, name)? {
            return Ok((col.new, col.ty));
        }
        // What built-in functions return has names of its own.
        let keeps = called && self.attributes(ty)?.is_empty() || self.is_foreign(ty)?;
        if keeps || !self.names.column_changes(name) {
            return Ok((name.to_owned(), Ty::Unknown));
        }
        let message = format!("cannot tell what type has the field \"{name}\" in SQL text");
        Err(Error::new(PgSqlErrorCode::ERRCODE_AMBIGUOUS_COLUMN, message)
            .detail("Under the rules fields of this name become others.")
            .hint("Cast the value to its type in the source.")
            .into())
    }

    /// Whether it is somebody else's type, or an extension's: its attributes keep their names.
    fn is_foreign(&self, ty: &Ty) -> Result<bool> {
        let of = match ty {
            Ty::Named(schema, name) => Some(QName { schema: schema.clone(), name: name.clone() }),
            Ty::Text(text) => literal::qualified(text)?,
            Ty::Unknown | Ty::Row(_) | Ty::Any(_) => None,
        };
        Ok(of.is_some_and(|of| {
            let is_strange = !self.names.is_followed(&of.schema);
            // What is known and has no attributes to tell is a member.
            (is_strange || self.names.has(Space::Type, &of))
                && self.names.composite(&of.schema, &of.name).is_none()
        }))
    }

    /// The attribute of a value of this type.
    fn attribute(&self, ty: &Ty, name: &str) -> Step<Option<Col>> {
        Ok(match ty {
            Ty::Unknown => None,
            Ty::Any(types) => {
                for ty in types {
                    if let Some(col) = self.attribute(ty, name)? {
                        return Ok(Some(col));
                    }
                }
                None
            }
            _ => unique(self.attributes(ty)?.iter(), name)?.cloned(),
        })
    }

    /// Attributes of a composite type; none of any other.
    pub(super) fn attributes(&self, ty: &Ty) -> Step<Vec<Col>> {
        Ok(attributes(self.names, ty)?)
    }
}

/// Attributes of a composite type; none of any other.
pub(super) fn attributes(names: &dyn Names, ty: &Ty) -> Result<Vec<Col>> {
    Ok(match ty {
        Ty::Unknown => Vec::new(),
        Ty::Row(cols) => cols.iter().filter(|col| col.is_named()).cloned().collect(),
        Ty::Named(schema, name) => columns(names.composite(schema, name)),
        Ty::Text(text) => match literal::qualified(text)? {
            Some(it) => columns(names.composite(&it.schema, &it.name)),
            None => Vec::new(),
        },
        Ty::Any(types) => {
            for ty in types {
                let found = attributes(names, ty)?;
                if !found.is_empty() {
                    return Ok(found);
                }
            }
            Vec::new()
        }
    })
}

/// The column of that old name; a conflict when its new name is another column's as well, or when it is
/// not certain which one it has.
pub(super) fn unique<'c>(
    cols: impl Iterator<Item = &'c Col> + Clone,
    name: &str,
) -> Step<Option<&'c Col>> {
    let Some(col) = cols.clone().find(|col| col.old == name) else { return Ok(None) };
    match cols.into_iter().any(|other| (other.new == col.new) != (other.old == col.old)) {
        true => conflict(&col.new),
        false => Ok(Some(col)),
    }
}

/// The column of that old name, if there is no question what it becomes.
pub(super) fn certain<'c>(cols: &'c [Col], name: &str) -> Option<&'c Col> {
    unique(cols.iter(), name).ok().flatten()
}

/// Columns under an alias: a column list names the first ones.
pub(super) fn aliased(cols: Vec<Col>, alias: Option<&Alias>) -> Vec<Col> {
    let Some(alias) = alias.filter(|alias| !alias.columns.is_empty()) else { return cols };
    let more = cols.iter().any(|col| !col.is_named());
    let mut rest = cols.into_iter().filter(Col::is_named);
    let mut list: Vec<Col> = Vec::new();
    for name in &alias.columns {
        let ty = rest.next().map_or(Ty::Unknown, |col| col.ty);
        list.push(Col::fixed(name, ty));
    }
    list.extend(rest);
    list.extend(more.then(Col::more));
    list
}
