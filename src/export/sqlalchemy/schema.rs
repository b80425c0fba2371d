//! What the facts say, put together by table.

use crate::fact::modelled::{Attribute, Check, Exclusion, Index, Key, Reference, Relation, Sort};
use crate::fact::{Facts, Modelled};
use crate::model::QName;
use std::collections::{BTreeMap, BTreeSet};

/// A relation with all that belongs to it.
#[derive(Clone)]
pub struct Table {
    pub relation: Relation,
    /// Its name in the source.
    pub source: QName,
    pub columns: Vec<Column>,
    pub comment: Option<String>,
    pub keys: Vec<Key>,
    pub checks: Vec<Check>,
    pub references: Vec<Reference>,
    pub exclusions: Vec<Exclusion>,
    pub indexes: Vec<Index>,
    pub parents: Vec<QName>,
    /// Comments of constraints, by name.
    pub comments: BTreeMap<String, String>,
}

#[derive(Clone)]
pub struct Column {
    /// Its place in the table.
    pub number: i32,
    pub source: String,
    pub it: Attribute,
    pub default: Option<String>,
    pub identity: Option<Counter>,
    pub comment: Option<String>,
}

/// How an identity column or a sequence counts.
#[derive(Clone)]
pub struct Counter {
    pub always: bool,
    pub counting: Vec<(&'static str, i64)>,
    pub cycle: bool,
}

pub struct Domain {
    pub base: String,
    pub collation: Option<QName>,
    pub default: Option<String>,
    pub not_null: bool,
    pub checks: Vec<Check>,
}

pub struct Sequence {
    pub type_name: String,
    pub counter: Counter,
}

/// The desired schema, of one source or several.
#[derive(Default)]
pub struct Schema {
    pub tables: BTreeMap<QName, Table>,
    pub partitions: BTreeSet<QName>,
    pub enumerations: BTreeMap<QName, Vec<String>>,
    pub domains: BTreeMap<QName, Domain>,
    pub composites: BTreeSet<QName>,
    pub sequences: BTreeMap<QName, Sequence>,
    /// Kinds that classes know nothing of, with how many there are.
    pub left_out: BTreeMap<&'static str, usize>,
}

impl Table {
    pub fn is_table(&self) -> bool {
        self.relation.sort == Sort::Table
    }

    /// Foreign keys by equal values, which those with PERIOD are not.
    pub fn joins(&self) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(|key| !key.period)
    }

    /// Those with PERIOD.
    pub fn periods(&self) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(|key| key.period)
    }

    pub fn primary(&self) -> Option<&Key> {
        self.keys.iter().find(|key| key.primary)
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.it.name == name)
    }

    fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.it.name == name)
    }

    /// Sets of columns of which no two rows have the same values.
    pub fn unique(&self) -> Vec<Vec<String>> {
        let keys = self.keys.iter().filter(|key| !key.period).map(|key| key.columns.clone());
        let whole = |it: &&Index| it.unique && it.predicate.is_none();
        let columns = |it: &Index| it.elements.iter().map(|e| e.column.clone()).collect();
        keys.chain(self.indexes.iter().filter(whole).filter_map(columns)).collect()
    }

    /// Columns by which a row is known: those of the primary key, else of a key without nulls.
    pub fn known_by(&self) -> Option<Vec<String>> {
        if let Some(key) = self.primary() {
            return Some(key.columns.clone());
        }
        let filled = |name: &String| self.column(name).is_some_and(|column| column.it.not_null);
        self.unique().into_iter().filter(|key| key.iter().all(filled)).min()
    }
}

impl Schema {
    /// Takes in the desired facts of a source, which stand at the same positions as the source's own.
    pub fn add(&mut self, source: &Facts, desired: &Facts) {
        let sides = || source.all.iter().zip(&desired.all);
        for (old, new) in sides() {
            let (old, new) = (old.def.modelled(), new.def.modelled());
            if let (Some(Modelled::Relation(old)), Some(Modelled::Relation(new))) = (old, new) {
                self.tables.insert(new.name.clone(), table(old.name, new));
            }
        }
        for (i, (old, new)) in sides().enumerate() {
            if let Some(Modelled::Column { of, column }) = new.def.modelled() {
                let Some(Modelled::Column { column: named, .. }) = old.def.modelled() else {
                    continue;
                };
                let number = desired.all[i].at.2;
                if let Some(table) = self.tables.get_mut(&of) {
                    table.columns.push(Column::new(number, named.name, column));
                }
            }
        }
        for (i, fact) in desired.all.iter().enumerate() {
            match fact.def.modelled() {
                Some(Modelled::Comment(text)) => self.comment(desired, i, text),
                Some(part) => self.take(part),
                None => *self.left_out.entry(fact.kind()).or_default() += 1,
            }
        }
    }

    /// In an order that follows from nothing but names; partitions belong to their tables.
    pub fn finish(&mut self) {
        for name in &self.partitions {
            self.tables.remove(name);
        }
        for table in self.tables.values_mut() {
            table.columns.sort_by_key(|column| column.number);
            table.keys.sort_by(|a, b| (!a.primary, &a.name).cmp(&(!b.primary, &b.name)));
            table.checks.sort_by(|a, b| a.name.cmp(&b.name));
            table.references.sort_by(|a, b| a.name.cmp(&b.name));
            table.exclusions.sort_by(|a, b| a.name.cmp(&b.name));
            table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
            table.parents.sort();
        }
        for domain in self.domains.values_mut() {
            domain.checks.sort_by(|a, b| a.name.cmp(&b.name));
        }
    }

    fn take(&mut self, part: Modelled) {
        match part {
            Modelled::Partition { relation } => {
                self.partitions.insert(relation);
            }
            Modelled::Enumeration { name, labels } => {
                self.enumerations.insert(name, labels);
            }
            Modelled::Composite { name } => {
                self.composites.insert(name);
            }
            Modelled::Domain { name, base, collation, default, not_null } => {
                let checks = self.domains.remove(&name).map(|it| it.checks).unwrap_or_default();
                let domain = Domain { base, collation, default, not_null, checks };
                self.domains.insert(name, domain);
            }
            Modelled::DomainCheck { domain, check } => {
                let of = self.domains.entry(domain).or_insert_with(Domain::empty);
                of.checks.push(check);
            }
            Modelled::Sequence { name, type_name, counting, cycle } => {
                let counter = Counter { always: false, counting, cycle };
                self.sequences.insert(name, Sequence { type_name, counter });
            }
            part => self.take_of_table(part),
        }
    }

    fn take_of_table(&mut self, part: Modelled) {
        let (Modelled::Default { of, .. }
        | Modelled::Identity { of, .. }
        | Modelled::Key { of, .. }
        | Modelled::Check { of, .. }
        | Modelled::Reference { of, .. }
        | Modelled::Exclusion { of, .. }
        | Modelled::Index { of, .. }
        | Modelled::Heir { relation: of, .. }) = &part
        else {
            return;
        };
        let Some(table) = self.tables.get_mut(of) else { return };
        match part {
            Modelled::Default { column, expression, .. } => {
                if let Some(column) = table.column_mut(&column) {
                    column.default = Some(expression);
                }
            }
            Modelled::Identity { column, always, counting, cycle, .. } => {
                if let Some(column) = table.column_mut(&column) {
                    column.identity = Some(Counter { always, counting, cycle });
                }
            }
            Modelled::Key { key, .. } => table.keys.push(key),
            Modelled::Check { check, .. } => table.checks.push(check),
            Modelled::Reference { key, .. } => table.references.push(key),
            Modelled::Exclusion { exclusion, .. } => table.exclusions.push(exclusion),
            Modelled::Index { index, .. } => table.indexes.push(index),
            Modelled::Heir { parent, .. } => table.parents.push(parent),
            _ => {}
        }
    }

    fn comment(&mut self, desired: &Facts, fact: usize, text: String) {
        let of = desired.parent(fact).and_then(|parent| desired.all[parent].def.modelled());
        let constraint = |tables: &mut BTreeMap<QName, Table>, of: &QName, name: String| {
            if let Some(table) = tables.get_mut(of) {
                table.comments.insert(name, text.clone());
            }
        };
        let tables = &mut self.tables;
        match of {
            Some(Modelled::Relation(it)) => {
                if let Some(table) = tables.get_mut(&it.name) {
                    table.comment = Some(text);
                }
            }
            Some(Modelled::Column { of, column }) => {
                let column = tables.get_mut(&of).and_then(|table| table.column_mut(&column.name));
                if let Some(column) = column {
                    column.comment = Some(text);
                }
            }
            Some(Modelled::Key { of, key }) => constraint(tables, &of, key.name),
            Some(Modelled::Check { of, check }) => constraint(tables, &of, check.name),
            Some(Modelled::Reference { of, key }) => constraint(tables, &of, key.name),
            Some(Modelled::Exclusion { of, exclusion }) => constraint(tables, &of, exclusion.name),
            _ => *self.left_out.entry(desired.all[fact].kind()).or_default() += 1,
        }
    }
}

fn table(source: QName, relation: Relation) -> Table {
    Table {
        relation,
        source,
        columns: Vec::new(),
        comment: None,
        keys: Vec::new(),
        checks: Vec::new(),
        references: Vec::new(),
        exclusions: Vec::new(),
        indexes: Vec::new(),
        parents: Vec::new(),
        comments: BTreeMap::new(),
    }
}

impl Column {
    fn new(number: i32, source: String, it: Attribute) -> Column {
        Column { number, source, it, default: None, identity: None, comment: None }
    }
}

impl Domain {
    fn empty() -> Domain {
        Domain {
            base: String::new(),
            collation: None,
            default: None,
            not_null: false,
            checks: Vec::new(),
        }
    }
}
