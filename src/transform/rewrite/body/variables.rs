//! Variables of PL/pgSQL: where they are known, and what records hold.

use super::fired::Fired;
use super::inside::Inside;
use crate::transform::rewrite::scope::{Col, Ty};
use hashbrown::{HashMap, HashSet};

/// A variable: its type is unknown for a record until something is put into it.
#[derive(Clone)]
pub(super) struct Variable {
    pub(super) ty: Ty,
    pub(super) record: Option<Record>,
}

/// A variable that may hold any row.
#[derive(Clone, Copy)]
pub(super) struct Record {
    /// The token that declares it: in another block a variable may have the same name.
    at: usize,
    /// How many scopes are open where it is declared.
    depth: usize,
}

/// A block, a loop or a choice.
#[derive(Default)]
pub(super) struct Scope {
    /// What the names of its own variables, and of the record that it loops with, mean behind it.
    behind: Vec<(String, Option<Variable>)>,
    /// Its declarations are being read.
    declares: bool,
    /// What a choice is by.
    chosen_by: Option<Fired>,
}

/// What records hold, by the token that declares them.
#[derive(Default)]
pub(super) struct Records {
    all: HashMap<usize, Vec<Col>>,
    /// Those that are given rows in a loop or a choice: what they hold depends on more than what stands above.
    varying: HashSet<usize>,
}

impl Records {
    fn add(&mut self, at: usize, cols: &[Col]) {
        let all = self.all.entry(at).or_default();
        for col in cols {
            if !all.iter().any(|known| known.old == col.old && known.new == col.new) {
                all.push(col.clone());
            }
        }
    }

    /// All that a record holds somewhere. A name that becomes different ones is there more than once.
    fn any(&self, at: usize) -> Ty {
        self.all.get(&at).map_or(Ty::Unknown, |all| Ty::Row(all.clone()))
    }
}

impl Inside<'_> {
    pub(super) fn set(&mut self, name: &str, ty: Ty, record: Option<Record>) {
        let before = self.variables.insert(name.to_owned(), Variable { ty, record });
        if let Some(scope) = self.scopes.last_mut() {
            scope.behind.push((name.to_owned(), before));
        }
    }

    /// A variable that may hold any row, declared by token `at`.
    pub(super) fn declare_record(&mut self, name: &str, at: usize) {
        let record = Record { at, depth: self.scopes.len() };
        self.set(name, self.records.any(at), Some(record));
    }

    /// A record is given rows with these columns. In a loop over a query it holds nothing else.
    pub(super) fn put(&mut self, name: &str, cols: Vec<Col>, loops: bool) {
        let Some(record) = self.variables.get(name).and_then(|variable| variable.record) else {
            return;
        };
        if cols.is_empty() {
            return;
        }
        self.records.add(record.at, &cols);
        if loops && let Some(scope) = self.scopes.last_mut() {
            let ty = self.records.any(record.at);
            scope.behind.push((name.to_owned(), Some(Variable { ty, record: Some(record) })));
        } else if self.scopes.len() > record.depth {
            self.records.varying.insert(record.at);
        }
        let varies = !loops && self.records.varying.contains(&record.at);
        let ty = if varies { self.records.any(record.at) } else { Ty::Row(cols) };
        self.variables.insert(name.to_owned(), Variable { ty, record: Some(record) });
    }

    /// What follows runs from wherever the block has failed.
    pub(super) fn handlers(&mut self) {
        for variable in self.variables.values_mut() {
            if let Some(record) = variable.record {
                variable.ty = self.records.any(record.at);
            }
        }
    }

    pub(super) fn open(&mut self) {
        self.scopes.push(Scope::default());
    }

    /// CASE opens a choice by a value.
    pub(super) fn open_choice(&mut self, by: Option<Fired>) {
        self.scopes.push(Scope { chosen_by: by, ..Scope::default() });
    }

    /// What the choice is by whose branch begins.
    pub(super) fn chosen_by(&self) -> Option<Fired> {
        self.scopes.last()?.chosen_by
    }

    /// DECLARE opens the block whose BEGIN follows.
    pub(super) fn open_declarations(&mut self) {
        self.scopes.push(Scope { declares: true, ..Scope::default() });
    }

    pub(super) fn begin(&mut self) {
        match self.scopes.last_mut().filter(|scope| scope.declares) {
            Some(scope) => scope.declares = false,
            None => self.open(),
        }
    }

    pub(super) fn close(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        for (name, before) in scope.behind.into_iter().rev() {
            match before {
                Some(variable) => drop(self.variables.insert(name, variable)),
                None => drop(self.variables.remove(&name)),
            }
        }
    }
}
