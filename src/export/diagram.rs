//! Entity-relationship diagrams: tables with their columns, and foreign keys as relationships.

mod dot;
mod layout;
mod mermaid;
mod place;
mod route;
mod svg;

use crate::error::{Error, Result};
use crate::fact::{Drawn, Facts};
use crate::line::line;
use crate::model::QName;
use globset::{Glob, GlobMatcher};
use pgrx::PgSqlErrorCode;
use std::collections::{BTreeMap, BTreeSet};

/// What a diagram is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Mermaid,
    Dot,
    Svg,
}

impl Format {
    /// Errors: 22023 no format has that name.
    pub fn named(name: &str) -> Result<Format> {
        match name {
            "mermaid" => Ok(Format::Mermaid),
            "dot" => Ok(Format::Dot),
            "svg" => Ok(Format::Svg),
            _ => Err(Error::new(
                PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
                format!("unknown format \"{name}\""),
            )
            .hint("Formats are mermaid, dot, svg.")),
        }
    }
}

/// Errors: 22023 one is bad.
pub fn globs(tables: Option<&[String]>) -> Result<Option<Vec<GlobMatcher>>> {
    let glob = |text: &String| {
        Glob::new(text).map(|glob| glob.compile_matcher()).map_err(|error| {
            Error::new(
                PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
                format!("bad glob in argument \"tables\": \"{text}\""),
            )
            .detail(format!("{}.", error.kind()))
        })
    };
    tables.map(|list| list.iter().map(glob).collect()).transpose()
}

/// What is found, in any order.
#[derive(Default)]
pub struct Drawing {
    relations: BTreeMap<QName, Option<&'static str>>,
    columns: BTreeMap<QName, Vec<(i32, Column)>>,
    keys: BTreeMap<QName, Vec<(bool, BTreeSet<String>)>>,
    references: Vec<(QName, String, Vec<String>, QName)>,
}

/// A column of a table; names can be shown as they are.
struct Column {
    name: String,
    type_name: String,
    not_null: bool,
    primary: bool,
    foreign: bool,
    unique: bool,
}

impl Column {
    fn marks(&self) -> Vec<&'static str> {
        let marks = [(self.primary, "PK"), (self.foreign, "FK"), (self.unique, "UK")];
        marks.into_iter().filter(|(has, _)| *has).map(|(_, mark)| mark).collect()
    }
}

struct Table {
    name: String,
    sort: Option<&'static str>,
    /// What becomes of it, where that is to be seen.
    mark: Option<&'static str>,
    columns: Vec<Column>,
}

impl Table {
    fn title(&self) -> String {
        let told: Vec<&str> = self.sort.into_iter().chain(self.mark).collect();
        match told.is_empty() {
            true => self.name.clone(),
            false => format!("{} ({})", self.name, told.join(", ")),
        }
    }
}

/// A foreign key between two tables, by position.
struct Reference {
    name: String,
    child: usize,
    parent: usize,
    /// The last of its columns, by position in the child.
    column: Option<usize>,
    /// A row of the child need not have a parent.
    optional: bool,
    /// A row of the parent has one child at most.
    single: bool,
}

impl Reference {
    /// What it says, as a sentence.
    fn told(&self, tables: &[Table]) -> String {
        let (child, parent) = (&tables[self.child].name, &tables[self.parent].name);
        let many = if self.single { "at most one" } else { "any number of" };
        let one = if self.optional { "at most one" } else { "exactly one" };
        format!("{}: {many} {child} to {one} {parent}", self.name)
    }
}

/// Tables by name, and what is between them.
pub struct Diagram {
    tables: Vec<Table>,
    references: Vec<Reference>,
}

impl Drawing {
    pub fn add(&mut self, facts: &Facts) {
        self.add_some(facts, &|_| true);
    }

    /// Adds what belongs to some relations.
    pub fn add_some(&mut self, facts: &Facts, wanted: &dyn Fn(&QName) -> bool) {
        for fact in &facts.all {
            let drawn = fact.def.drawn();
            match drawn.filter(|it| wanted(it.of())) {
                Some(Drawn::Relation { name, sort }) => {
                    self.relations.insert(name, sort);
                }
                Some(Drawn::Column { of, name, type_name, not_null }) => {
                    let (primary, foreign, unique) = (false, false, false);
                    let it = Column { name, type_name, not_null, primary, foreign, unique };
                    self.columns.entry(of).or_default().push((fact.at.2, it));
                }
                Some(Drawn::Unique { of, columns, primary }) => {
                    let columns = columns.into_iter().collect();
                    self.keys.entry(of).or_default().push((primary, columns));
                }
                Some(Drawn::Reference { of, name, columns, foreign }) => {
                    self.references.push((of, name, columns, foreign));
                }
                None => {}
            }
        }
    }

    /// Some relations, and those that foreign keys tie to them.
    pub fn near(&self, names: &BTreeSet<QName>) -> BTreeSet<QName> {
        let mut near = names.clone();
        for (of, _, _, foreign) in &self.references {
            if names.contains(of) {
                near.insert(foreign.clone());
            }
            if names.contains(foreign) {
                near.insert(of.clone());
            }
        }
        near
    }

    /// How many foreign keys each has or is referred to by.
    pub fn ties(&self) -> BTreeMap<QName, usize> {
        let mut ties = BTreeMap::new();
        for (of, _, _, foreign) in &self.references {
            *ties.entry(of.clone()).or_default() += 1;
            *ties.entry(foreign.clone()).or_default() += 1;
        }
        ties
    }

    /// The diagram of some relations, with what becomes of them.
    pub fn finish_marked(
        mut self,
        names: &BTreeSet<QName>,
        marks: &BTreeMap<QName, &'static str>,
    ) -> Diagram {
        self.relations.retain(|name, _| names.contains(name));
        let order: Vec<QName> = self.relations.keys().cloned().collect();
        let mut diagram = self.finish(None);
        for (table, name) in diagram.tables.iter_mut().zip(order) {
            table.mark = marks.get(&name).copied();
        }
        diagram
    }

    /// The diagram of those relations whose names one of the globs matches.
    pub fn finish(mut self, globs: Option<&[GlobMatcher]>) -> Diagram {
        let wanted = |name: &QName| globs.is_none_or(|g| g.iter().any(|g| g.is_match(&name.name)));
        self.relations.retain(|name, _| wanted(name));
        self.references.sort();
        self.columns.values_mut().for_each(|list| list.sort_by_key(|(number, _)| *number));
        let schemas: BTreeSet<&String> = self.relations.keys().map(|n| &n.schema).collect();
        let several = schemas.len() > 1;
        let names: Vec<QName> = self.relations.keys().cloned().collect();
        let mut references = Vec::new();
        for (of, name, columns, foreign) in &self.references {
            let (Ok(child), Ok(parent)) = (names.binary_search(of), names.binary_search(foreign))
            else {
                continue;
            };
            let set: BTreeSet<String> = columns.iter().cloned().collect();
            let keys = self.keys.get(of).map_or(&[][..], Vec::as_slice);
            let single = keys.iter().any(|(_, key)| key.is_subset(&set));
            let (mut optional, mut last) = (false, None);
            for (place, (_, column)) in self.columns.get_mut(of).into_iter().flatten().enumerate() {
                let within = set.contains(&column.name);
                column.foreign |= within;
                optional |= within && !column.not_null;
                last = if within { Some(place) } else { last };
            }
            let (name, column) = (line(name), last);
            references.push(Reference { name, child, parent, column, optional, single });
        }
        let tables = names.iter().map(|name| self.table(name, several)).collect();
        Diagram { tables, references }
    }

    fn table(&mut self, name: &QName, several: bool) -> Table {
        let columns = self.columns.remove(name).unwrap_or_default();
        let keys = self.keys.get(name).map_or(&[][..], Vec::as_slice);
        let shown = |(_, mut it): (i32, Column)| {
            it.primary = keys.iter().any(|(primary, key)| *primary && key.contains(&it.name));
            let alone = |key: &BTreeSet<String>| key.len() == 1 && key.contains(&it.name);
            it.unique = keys.iter().any(|(primary, key)| !primary && alone(key));
            (it.name, it.type_name) = (line(&it.name), line(&it.type_name));
            it
        };
        let label = match several {
            true => format!("{}.{}", name.schema, name.name),
            false => name.name.clone(),
        };
        let sort = self.relations.get(name).copied().flatten();
        Table {
            name: line(&label),
            sort,
            mark: None,
            columns: columns.into_iter().map(shown).collect(),
        }
    }
}

impl Diagram {
    pub fn print(&self, format: Format) -> String {
        match format {
            Format::Mermaid => mermaid::print(self),
            Format::Dot => dot::print(self),
            Format::Svg => svg::print(self),
        }
    }

    /// SVG within a page of HTML.
    pub fn inline(&self) -> String {
        svg::print(self).replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1)
    }
}

/// Text between tags or in an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            // XML has no place for these, even by number.
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
