//! Which table becomes what, and what everything is called.

use super::Names;
use super::name::{USED, class, constant, free, identifier};
use super::schema::{Schema, Table};
use super::types::{Own, Types};
use crate::model::QName;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    Class,
    /// A class without a primary key, by columns that do for one.
    Keyed(Vec<String>),
    /// Rows that tie two classes together and say nothing else.
    Association,
    /// A table whose rows nothing tells apart.
    Table,
    /// Views and foreign tables.
    View,
}

impl Form {
    pub fn is_class(&self) -> bool {
        matches!(self, Form::Class | Form::Keyed(_))
    }
}

/// A relation with its names in the file.
pub struct Item<'a> {
    pub table: &'a Table,
    pub form: Form,
    /// Of the class or the variable.
    pub name: String,
    /// What relationships are called after: the table's name.
    pub base: &'a str,
    /// Attributes by column.
    pub attributes: BTreeMap<&'a str, String>,
}

pub struct Plan<'a> {
    /// In the order of the tables' names.
    pub items: Vec<Item<'a>>,
    pub places: BTreeMap<&'a QName, usize>,
    pub types: Types,
    /// By what SQLAlchemy shall know columns whose names it would take for one another in parameters.
    pub keys: BTreeMap<(&'a QName, &'a str), String>,
    /// Variables of sequences.
    pub sequences: BTreeMap<&'a QName, String>,
}

impl<'a> Plan<'a> {
    pub fn new(schema: &'a Schema, names: Names) -> Plan<'a> {
        let forms = forms(schema);
        let mut taken: BTreeSet<String> = USED.iter().map(|word| word.to_string()).collect();
        let mut items: Vec<Item> = Vec::new();
        let shown: Vec<(&QName, bool)> = schema
            .tables
            .values()
            .zip(&forms)
            .map(|(table, form)| (names.of(table), form.is_class()))
            .collect();
        let called = variables(&shown, &mut taken);
        for ((table, form), name) in schema.tables.values().zip(forms).zip(called) {
            let base = names.of(table).name.as_str();
            items.push(Item { table, form, name, base, attributes: BTreeMap::new() });
        }
        let (types, variables) = types(schema, &mut taken);
        let mut sequences = BTreeMap::new();
        for name in schema.sequences.keys() {
            let wanted =
                [identifier(&name.name), identifier(&format!("{}_{}", name.schema, name.name))];
            sequences.insert(name, free(&mut taken, &wanted));
        }
        let places: BTreeMap<&QName, usize> = schema.tables.keys().zip(0..).collect();
        let near = near(&items, &places);
        for (item, near) in items.iter_mut().zip(near) {
            let taken = USED.iter().map(|word| word.to_string()).chain(near);
            let taken = taken.chain(variables.iter().cloned()).collect();
            item.attributes = attributes(item.table, names, taken);
        }
        let keys = items.iter().flat_map(keys).collect();
        Plan { items, places, types, keys, sequences }
    }

    /// By what SQLAlchemy knows a column.
    pub fn key(&self, table: &QName, column: &str) -> String {
        self.keys.get(&(table, column)).cloned().unwrap_or_else(|| column.to_string())
    }

    /// The class of a table, if it is one.
    pub fn class(&self, name: &QName) -> Option<usize> {
        self.places.get(name).copied().filter(|place| self.items[*place].form.is_class())
    }
}

/// The keys that a table's columns need.
fn keys<'a>(item: &Item<'a>) -> Vec<((&'a QName, &'a str), String)> {
    // As SQLAlchemy makes parameters of names.
    let parameter = |name: &str| {
        let letter = |c| match c {
            '%' => 'P',
            '(' => 'A',
            ')' => 'Z',
            ':' => 'C',
            '.' | '[' | ']' | ' ' => '_',
            c => c,
        };
        name.chars().map(letter).collect::<String>()
    };
    let names = || item.table.columns.iter().map(|column| column.it.name.as_str());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    names().for_each(|name| *counts.entry(parameter(name)).or_default() += 1);
    let alike = |name: &&str| {
        let parameter = parameter(name);
        parameter != **name && counts.get(&parameter).is_some_and(|count| *count > 1)
    };
    let key = |name| Some(((&item.table.relation.name, name), item.attributes.get(name)?.clone()));
    names().filter(alike).filter_map(key).collect()
}

fn forms(schema: &Schema) -> Vec<Form> {
    let form = |table: &Table| {
        if !table.is_table() {
            return Form::View;
        }
        match table.known_by() {
            Some(_) if table.primary().is_some() => Form::Class,
            Some(key) => Form::Keyed(key),
            None => Form::Table,
        }
    };
    let mut forms: Vec<Form> = schema.tables.values().map(form).collect();
    let is_class: BTreeMap<&QName, bool> =
        schema.tables.keys().zip(&forms).map(|(name, form)| (name, form.is_class())).collect();
    let ties = |table: &Table| match table.references.as_slice() {
        [one, two] => {
            let columns: Vec<&String> = one.columns.iter().chain(&two.columns).collect();
            let set: BTreeSet<&String> = columns.iter().copied().collect();
            let key: Option<BTreeSet<&String>> =
                table.primary().map(|k| k.columns.iter().collect());
            let classes = [one, two].iter().all(|it| is_class.get(&it.foreign) == Some(&true));
            let own = [one, two].iter().any(|it| it.foreign == table.relation.name);
            let whole = set.len() == table.columns.len() && set.len() == columns.len();
            classes && !own && whole && key == Some(set)
        }
        _ => false,
    };
    let referred: BTreeSet<&QName> = schema
        .tables
        .values()
        .flat_map(|table| &table.references)
        .map(|key| &key.foreign)
        .collect();
    for ((name, table), form) in schema.tables.iter().zip(forms.iter_mut()) {
        if *form == Form::Class && ties(table) && !referred.contains(name) {
            *form = Form::Association;
        }
    }
    forms
}

/// Names of classes and variables. Where tables of several schemas have the same, all of them have the schema in front.
fn variables(shown: &[(&QName, bool)], taken: &mut BTreeSet<String>) -> Vec<String> {
    let short = |name: &QName, is_class: bool| match is_class {
        true => class(&name.name),
        false => identifier(&name.name),
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (name, is_class) in shown {
        *counts.entry(short(name, *is_class)).or_default() += 1;
    }
    let mut names = vec![String::new(); shown.len()];
    // Those that need no other name come first.
    for unique in [true, false] {
        for (place, (name, is_class)) in shown.iter().enumerate() {
            let short = short(name, *is_class);
            let alone = counts.get(&short) == Some(&1) && !taken.contains(&short);
            if !names[place].is_empty() || alone != unique {
                continue;
            }
            let long = match is_class {
                true => class(&format!("{}_{}", name.schema, name.name)),
                false => identifier(&format!("{}_{}", name.schema, name.name)),
            };
            let wanted = if unique { vec![short] } else { vec![long] };
            names[place] = free(taken, &wanted);
        }
    }
    names
}

/// The types that get variables, and these.
fn types(schema: &Schema, taken: &mut BTreeSet<String>) -> (Types, Vec<String>) {
    let mut types = Types::default();
    let mut variables = Vec::new();
    types.composites = schema.composites.iter().map(QName::to_string).collect();
    let mut variable = |name: &QName| {
        let short = constant(&name.name);
        let wanted = [short, constant(&format!("{}_{}", name.schema, name.name))];
        let variable = free(taken, &wanted);
        variables.push(variable.clone());
        variable
    };
    for name in schema.enumerations.keys() {
        let own = Own { python: "str".to_string(), ..Own::new(variable(name)) };
        types.own.insert(name.to_string(), own);
    }
    for (name, domain) in &schema.domains {
        let (default, not_null) = (domain.default.is_some(), domain.not_null);
        let own = Own { domain: true, default, not_null, ..Own::new(variable(name)) };
        types.own.insert(name.to_string(), own);
    }
    // A domain can be over another one.
    for _ in 0..schema.domains.len() {
        let mut changed = false;
        for (name, domain) in &schema.domains {
            let python = types.of(&domain.base, None).python;
            if let Some(own) = types.own.get_mut(&name.to_string()) {
                changed |= own.python != python;
                own.python = python;
            }
        }
        if !changed {
            break;
        }
    }
    (types, variables)
}

/// For each item the classes that its relationships lead to.
fn near(items: &[Item], places: &BTreeMap<&QName, usize>) -> Vec<BTreeSet<String>> {
    let mut near = vec![BTreeSet::new(); items.len()];
    for (place, item) in items.iter().enumerate() {
        let ends: Vec<usize> = item
            .table
            .references
            .iter()
            .filter_map(|key| places.get(&key.foreign).copied())
            .collect();
        for end in &ends {
            near[place].insert(items[*end].name.clone());
            near[*end].insert(item.name.clone());
            if item.form == Form::Association {
                near[*end].extend(ends.iter().map(|other| items[*other].name.clone()));
            }
        }
    }
    near
}

/// Attributes of columns. Names that are identifiers stay; those that must change give way.
fn attributes(table: &Table, names: Names, mut taken: BTreeSet<String>) -> BTreeMap<&str, String> {
    let mut attributes = BTreeMap::new();
    for kept in [true, false] {
        for column in &table.columns {
            let name = match names {
                Names::Source => &column.source,
                Names::Target => &column.it.name,
            };
            let word = identifier(name);
            if attributes.contains_key(column.it.name.as_str()) {
                continue;
            }
            if !kept || word == *name && !taken.contains(&word) {
                attributes.insert(column.it.name.as_str(), free(&mut taken, &[word]));
            }
        }
    }
    attributes
}
