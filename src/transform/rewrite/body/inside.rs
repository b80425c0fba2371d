//! What can be seen from inside a body: variables, the search path, rows of triggers.

use super::Variable;
use super::variables::{Records, Scope};
use crate::error::Result;
use crate::fact::{Parameter, Space, Sql};
use crate::model::QName;
use crate::transform::rewrite::scope::{Col, Item, Level, Resolved, Ty, attributes};
use crate::transform::rewrite::splice::conflict;
use crate::transform::rewrite::{Names, Step, columns, literal, parameters_item};
use hashbrown::HashMap;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Reserved words of PL/pgSQL that SQL does not reserve:
/// <https://git.postgresql.org/gitweb/?p=postgresql.git;a=blob;f=src/pl/plpgsql/src/pl_reserved_kwlist.h>
const WORDS: &[&str] =
    &["begin", "by", "declare", "execute", "foreach", "if", "loop", "strict", "while"];

/// The surroundings of the statements of one body.
pub(in crate::transform::rewrite) struct Inside<'t> {
    pub(super) names: &'t dyn Names,
    pub(super) is_plpgsql: bool,
    pub(super) of: &'t QName,
    parameters: &'t [Parameter],
    path: Option<&'t [String]>,
    pub(super) variables: BTreeMap<String, Variable>,
    /// Transition tables.
    pub(in crate::transform::rewrite) tables: HashMap<String, Vec<Col>>,
    /// Relations that the body makes itself.
    pub(in crate::transform::rewrite) own: HashMap<String, Vec<Col>>,
    /// The same, all in all: found by reading the body once before.
    pub(super) own_before: HashMap<String, Vec<Col>>,
    /// What records hold.
    pub(super) records: Records,
    /// Blocks, loops and choices that are open.
    pub(super) scopes: Vec<Scope>,
    /// What `#variable_conflict` says.
    pub(super) conflicts: Conflicts,
    pub(super) doubts: RefCell<BTreeSet<String>>,
    /// Functions that make keys of columns, with one that gets another name.
    keys: RefCell<BTreeMap<String, (String, String)>>,
}

/// What a name means that is both a variable's and a column's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflicts {
    Error,
    Column,
    Variable,
}

impl<'t> Inside<'t> {
    pub(super) fn new(sql: &'t Sql, names: &'t dyn Names) -> Result<Self> {
        let Sql::StringBody { of, language, parameters, path } = sql else {
            return Err(crate::error::Error::internal("no body that is a string"));
        };
        let mut inside = Inside {
            names,
            is_plpgsql: language == "plpgsql",
            of,
            parameters,
            path: path.as_deref(),
            variables: BTreeMap::new(),
            tables: HashMap::new(),
            own: HashMap::new(),
            own_before: HashMap::new(),
            records: Records::default(),
            scopes: Vec::new(),
            conflicts: Conflicts::Error,
            doubts: RefCell::default(),
            keys: RefCell::default(),
        };
        for parameter in parameters.iter().filter(|p| p.input || inside.is_plpgsql) {
            if let Some(name) = &parameter.name {
                let ty = Ty::Text(parameter.type_text.clone());
                inside.variables.insert(name.clone(), Variable { ty, record: None });
            }
        }
        inside.rows();
        Ok(inside)
    }

    /// Words at which PL/pgSQL would end an expression, or begin a statement.
    pub(super) fn quoted(&self) -> &'static [&'static str] {
        if self.is_plpgsql { WORDS } else { &[] }
    }

    /// `NEW` and `OLD`: the columns that all triggers' relations have alike.
    fn rows(&mut self) {
        let triggers = self.names.triggers(self.of);
        let all: Vec<Vec<Col>> = triggers
            .iter()
            .map(|it| columns(self.names.columns(&it.of.schema, &it.of.name)))
            .collect();
        if all.is_empty() {
            return;
        }
        let alike = |col: &&Col| {
            let same = |cols: &Vec<Col>| {
                cols.iter().filter(|c| c.old == col.old).all(|c| c.new == col.new)
            };
            all.iter().all(same)
        };
        let mut row: Vec<Col> = Vec::new();
        for col in all.iter().flatten().filter(alike) {
            if !row.iter().any(|known| known.old == col.old) {
                row.push(col.clone());
            }
        }
        for table in triggers.iter().flat_map(|it| &it.tables) {
            self.tables.insert(table.clone(), row.clone());
        }
        for name in ["new", "old"] {
            self.set(name, Ty::Row(row.clone()), None);
        }
    }

    pub(super) fn variable_of(&self, name: &str) -> Option<&Variable> {
        self.variables.get(name)
    }

    /// The outermost scope: variables and parameters.
    pub(super) fn level<'l>(&self) -> Result<Level<'l>> {
        let mut level = Level::default();
        level.items.push(parameters_item(self.of, self.parameters, self.names));
        for (name, variable) in &self.variables {
            level.columns.push(Col::fixed(name, variable.ty.clone()));
            let cols = attributes(self.names, &variable.ty)?;
            if !cols.is_empty() {
                level.items.push(Item { old: name.clone(), new: name.clone(), cols });
            }
        }
        Ok(level)
    }

    /// Whether a table that the body makes has that column.
    pub(super) fn makes(&self, column: &str) -> bool {
        self.own.values().flatten().any(|col| col.old == column && col.new == column)
    }

    /// A name that may be one that changes stays as it is.
    pub(in crate::transform::rewrite) fn doubt(&self, name: &str) {
        if self.names.changes(name) && !self.variables.contains_key(name) {
            self.doubts.borrow_mut().insert(name.to_owned());
        }
    }

    pub(in crate::transform::rewrite) fn doubt_all(&self, names: &[String]) {
        names.iter().for_each(|name| self.doubt(name));
    }

    pub(in crate::transform::rewrite) fn keyed(&self, function: &str, old: &str, new: &str) {
        let pair = (old.to_owned(), new.to_owned());
        self.keys.borrow_mut().entry(function.to_owned()).or_insert(pair);
    }

    pub(super) fn keys(&self) -> BTreeMap<String, (String, String)> {
        self.keys.borrow().clone()
    }

    /// Whether a variable may hold any row: any field may be asked of it.
    pub(in crate::transform::rewrite) fn is_record(&self, name: &str) -> bool {
        self.variables.get(name).is_some_and(|variable| variable.record.is_some())
    }

    pub(super) fn doubts(&self) -> BTreeSet<String> {
        self.doubts.borrow().clone()
    }

    pub(super) fn set_doubts(&self, doubts: BTreeSet<String>) {
        *self.doubts.borrow_mut() = doubts;
    }

    /// Whether columns are compared with variables of the same name.
    pub(in crate::transform::rewrite) fn compares(&self) -> bool {
        self.is_plpgsql && self.conflicts != Conflicts::Column
    }

    /// A variable or parameter; `captured` where a column would be taken for it.
    pub(in crate::transform::rewrite) fn variable(
        &self,
        col: &Col,
        captured: bool,
    ) -> Step<Resolved> {
        let names = vec![col.old.clone()];
        if !captured || self.conflicts == Conflicts::Variable {
            return Ok(Resolved::new(names, col.ty.clone()));
        }
        let parameter = self.parameters.iter().any(|p| p.name.as_ref() == Some(&col.old));
        if !parameter {
            return conflict(&col.old);
        }
        let routine = self.names.routine(&self.of.schema, &self.of.name).name;
        Ok(Resolved { names, ty: col.ty.clone(), before: Some(routine) })
    }

    /// A column by its bare name, which may also be a variable's, before or after.
    pub(in crate::transform::rewrite) fn column(&self, col: &Col, level: &Level) -> Step<Resolved> {
        let known = |name: &String| self.is_plpgsql && self.variables.contains_key(name);
        let new = |name: &String| Resolved::new(vec![name.clone()], col.ty.clone());
        if known(&col.old) && self.conflicts != Conflicts::Column {
            if self.conflicts == Conflicts::Error && col.old != col.new {
                self.doubts.borrow_mut().insert(col.old.clone());
            }
            return Ok(new(&col.old));
        }
        if col.old == col.new || !known(&col.new) || self.conflicts == Conflicts::Column {
            return Ok(new(&col.new));
        }
        let mut items =
            level.items.iter().filter(|item| item.cols.iter().any(|c| c.old == col.old));
        match (items.next(), items.next()) {
            (Some(item), None) => Ok(Resolved { before: Some(item.new.clone()), ..new(&col.new) }),
            _ => conflict(&col.new),
        }
    }

    /// The object of a qualified name, if it is followed.
    pub(in crate::transform::rewrite) fn qualified(
        &self,
        space: Space,
        of: QName,
    ) -> Option<QName> {
        if self.names.has(space, &of) {
            return Some(of);
        }
        if self.names.is_followed(&of.schema) {
            self.doubt(&of.schema);
            self.doubt(&of.name);
        }
        None
    }

    /// The object that a name without schema means, where there is no question.
    pub(in crate::transform::rewrite) fn unqualified(
        &self,
        space: Space,
        name: &str,
    ) -> Option<QName> {
        if space == Space::Relation
            && (self.own.contains_key(name) || self.tables.contains_key(name))
        {
            return None;
        }
        let found = self.names.find(space, name);
        let found = match self.path {
            Some(path) => {
                let on = |schema: &String| found.iter().find(|of| of.schema == *schema);
                path.iter().find_map(on).cloned()
            }
            None => match &found[..] {
                [] => None,
                [one] => Some(one.clone()),
                _ => {
                    self.doubt(name);
                    None
                }
            },
        };
        found.filter(|of| !self.is_servers(space, of))
    }

    /// Whether the bare name that an object has had, and no longer has, means one of the server's own.
    fn is_servers(&self, space: Space, of: &QName) -> bool {
        if self.new_name(space, of).name == of.name || !self.names.is_servers(space, &of.name) {
            return false;
        }
        let place = |schema: &str| self.path.and_then(|path| path.iter().position(|s| s == schema));
        if place("pg_catalog").is_some_and(|at| place(&of.schema).is_some_and(|own| own < at)) {
            return false;
        }
        // The arguments would say which one it is.
        if space == Space::Routine {
            self.doubt(&of.name);
        }
        true
    }

    /// Whether an object's new name without its schema would mean something else: one of the server's own, or a
    /// table that only the body sees.
    pub(in crate::transform::rewrite) fn hides(
        &self,
        space: Space,
        of: &QName,
        new: &QName,
    ) -> bool {
        let local = || {
            let made = [&self.own, &self.own_before].iter().any(|own| own.contains_key(&new.name));
            space == Space::Relation && (made || self.tables.contains_key(&new.name))
        };
        new.name != of.name && (local() || self.names.is_servers(space, &new.name))
    }

    /// A constant that names an object of a `reg*` type, qualified or not.
    pub(in crate::transform::rewrite) fn object_name(
        &self,
        of: &str,
        text: &str,
    ) -> Result<String> {
        let space = match of {
            "regclass" => Space::Relation,
            "regtype" => Space::Type,
            "regproc" | "regprocedure" => Space::Routine,
            "regconfig" | "regdictionary" => Space::TextSearch,
            "regcollation" => Space::Collation,
            _ => return literal::object_name(of, text, self.names),
        };
        match literal::first(text)?.as_deref() {
            Some([name]) => match self.unqualified(space, name) {
                Some(found) => {
                    let new = self.new_name(space, &found);
                    match self.hides(space, &found, &new) {
                        true => literal::qualify_first(text, &new),
                        false => literal::with_first(text, &[new.name]),
                    }
                }
                None => Ok(text.to_owned()),
            },
            Some([schema, name]) => {
                let found = QName { schema: schema.clone(), name: name.clone() };
                match self.qualified(space, found) {
                    Some(_) => literal::object_name(of, text, self.names),
                    None => Ok(text.to_owned()),
                }
            }
            _ => Ok(text.to_owned()),
        }
    }

    pub(super) fn new_name(&self, space: Space, of: &QName) -> QName {
        match space {
            Space::Relation => self.names.relation(&of.schema, &of.name),
            Space::Type => self.names.type_name(&of.schema, &of.name),
            Space::TextSearch => self.names.text_search(&of.schema, &of.name),
            Space::Collation => self.names.collation(&of.schema, &of.name),
            _ => self.names.routine(&of.schema, &of.name),
        }
    }

    /// A column of the relation that a constant names.
    pub(in crate::transform::rewrite) fn column_of(
        &self,
        relation: &str,
        column: &str,
    ) -> Result<String> {
        let of = match literal::first(relation)?.as_deref() {
            Some([name]) => self.unqualified(Space::Relation, name),
            Some([schema, name]) => Some(QName { schema: schema.clone(), name: name.clone() }),
            _ => None,
        };
        let cols = of.and_then(|of| self.names.columns(&of.schema, &of.name));
        let found = cols.into_iter().flatten().find(|c| c.name == column);
        Ok(found.map_or_else(|| column.to_owned(), |c| c.new_name))
    }

    /// The type of `$1`. PL/pgSQL counts all parameters, SQL those that are given.
    pub(in crate::transform::rewrite) fn parameter(&self, number: usize) -> Ty {
        let mut all = self.parameters.iter().filter(|p| p.input || self.is_plpgsql);
        let found = number.checked_sub(1).and_then(|at| all.nth(at));
        found.map_or(Ty::Unknown, |p| Ty::Text(p.type_text.clone()))
    }
}
