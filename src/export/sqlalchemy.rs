//! Declarative models of SQLAlchemy 2: <https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html>.

mod arguments;
mod column;
mod frame;
mod links;
mod name;
mod plan;
mod schema;
mod sql;
mod types;

use super::python::{Code, string};
use crate::error::{Error, Result};
use crate::fact::Facts;
use crate::fact::modelled::{Reference, Sort};
use crate::model::QName;
use column::column;
use links::{Relationship, relationships};
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use pgrx::PgSqlErrorCode;
use plan::{Form, Item, Plan};
use schema::{Schema, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Whose names classes and attributes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Source,
    Target,
}

impl Names {
    /// Errors: 22023 there is no such choice.
    pub fn named(name: &str) -> Result<Names> {
        match name {
            "source" => Ok(Names::Source),
            "target" => Ok(Names::Target),
            _ => Err(Error::new(
                PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
                format!("unknown names \"{name}\""),
            )
            .hint("Names are source, target.")),
        }
    }

    fn of(self, table: &Table) -> &QName {
        match self {
            Names::Source => &table.source,
            Names::Target => &table.relation.name,
        }
    }
}

/// Gathers what the file is about.
#[derive(Default)]
pub struct Models(Schema);

impl Models {
    /// Takes in the desired facts of a source, which stand at the same positions as the source's own.
    pub fn add(&mut self, source: &Facts, desired: &Facts) {
        self.0.add(source, desired);
    }

    /// The whole file, but for the end of its last line.
    pub fn print(mut self, names: Names) -> String {
        self.0.finish();
        let plan = Plan::new(&self.0, names);
        let circles = circles(&plan);
        let mut body = frame::types(&self.0, &plan);
        let outside = outside(&plan);
        if body.is_empty() && !outside.is_empty() {
            body.push('\n');
        }
        body += &outside;
        let links = relationships(&plan);
        for (place, (item, links)) in plan.items.iter().zip(&links).enumerate() {
            let circular = |key: &Reference| {
                let parent = plan.places.get(&key.foreign);
                parent.is_some_and(|parent| *parent != place && circles[*parent] == circles[place])
            };
            body += &match item.form {
                Form::Class | Form::Keyed(_) => class(&plan, item, links, &circular),
                Form::Association | Form::Table => table(&plan, item, &circular),
                Form::View => String::new(),
            };
        }
        body += &later(&plan);
        body += &views(&plan);
        let text = frame::file(&self.0, &body);
        text.trim_end().to_string()
    }
}

/// For each table the circle of foreign keys that it is in.
fn circles(plan: &Plan) -> Vec<usize> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    let nodes: Vec<_> = plan.items.iter().map(|_| graph.add_node(())).collect();
    for (child, item) in plan.items.iter().enumerate() {
        for key in &item.table.references {
            if let Some(parent) = plan.places.get(&key.foreign) {
                graph.add_edge(nodes[child], nodes[*parent], ());
            }
        }
    }
    let mut circles = vec![0; nodes.len()];
    for (number, circle) in tarjan_scc(&graph).into_iter().enumerate() {
        circle.into_iter().for_each(|node| circles[node.index()] = number);
    }
    circles
}

fn class(
    plan: &Plan,
    item: &Item,
    links: &[Relationship],
    circular: &dyn Fn(&Reference) -> bool,
) -> String {
    let table = item.table;
    let name = Code::word(string(&table.relation.name.name));
    let mut out = format!("\n\nclass {}(Base):\n", item.name);
    out += &name.print(4, "__tablename__ = ", "");
    let options = arguments::options(table).into_iter();
    let options = Code::dictionary(options.map(|(name, code)| (name.to_string(), code)).collect());
    let mut arguments = arguments::constraints(plan, item, circular);
    let arguments = match arguments.is_empty() {
        true => options,
        false => {
            arguments.push(options);
            Code::tuple(arguments)
        }
    };
    out += &arguments.print(4, "__table_args__ = ", "");
    for key in arguments::periods(table) {
        out += &format!("    # {key}\n");
    }
    out.push('\n');
    for it in &table.columns {
        let printed = column(plan, item, it);
        if let Some(note) = &printed.note {
            out += &format!("    # {}\n", crate::line::line(note));
        }
        let attribute = item.attributes.get(it.it.name.as_str()).map_or("", String::as_str);
        let code = Code::call("mapped_column", printed.arguments);
        out += &code.assign(4, attribute, ("Mapped", &printed.python));
    }
    if let Form::Keyed(key) = &item.form {
        let attribute = |name: &String| item.attributes.get(name.as_str()).map(Code::word);
        let key = Code::list(key.iter().filter_map(attribute).collect());
        let arguments = Code::dictionary(vec![("primary_key".to_string(), key)]);
        out += &format!("\n{}", arguments.print(4, "__mapper_args__ = ", ""));
    }
    if !links.is_empty() {
        out.push('\n');
    }
    for link in links {
        let code = Code::call("relationship", link.arguments.clone());
        out += &code.assign(4, &link.name, ("Mapped", &link.python));
    }
    out
}

/// A table without a class.
fn table(plan: &Plan, item: &Item, circular: &dyn Fn(&Reference) -> bool) -> String {
    let mut arguments = start(plan, item, "Base.metadata");
    arguments.extend(arguments::constraints(plan, item, circular));
    let options = arguments::options(item.table).into_iter();
    arguments.extend(options.map(|(name, code)| Code::named(name, code)));
    let note = match item.form {
        Form::Association => "Ties rows of two tables together.",
        _ => "Without a key by which its rows are known there is no class.",
    };
    let code = Code::call("sa.Table", arguments);
    let note = [vec![note.to_string()], arguments::periods(item.table)].concat().join("\n# ");
    format!("\n\n# {note}\n{}", code.print(0, &format!("{}: sa.Table = ", item.name), ""))
}

/// Name, metadata and columns.
fn start(plan: &Plan, item: &Item, metadata: &str) -> Vec<Code> {
    let name = string(&item.table.relation.name.name);
    let columns = item.table.columns.iter();
    let columns = columns.map(|it| Code::call("sa.Column", column(plan, item, it).arguments));
    [Code::word(name), Code::word(metadata)].into_iter().chain(columns).collect()
}

/// Keys to names with dots in them.
fn later(plan: &Plan) -> String {
    let mut out = String::new();
    for item in plan.items.iter().filter(|item| item.table.is_table()) {
        for key in item.table.joins().filter(|key| arguments::dotted(key)) {
            out += &arguments::later(plan, item.table, key).print(0, "", "");
        }
    }
    match out.is_empty() {
        true => out,
        false => format!("\n\n# Names with dots in them.\n{out}"),
    }
}

/// Tables that foreign keys refer to and that have no place in the file: those of other schemas, and partitions.
fn outside(plan: &Plan) -> String {
    let mut tables: BTreeMap<&QName, BTreeMap<&str, Code>> = BTreeMap::new();
    for item in plan.items.iter().filter(|item| item.table.is_table()) {
        for key in item.table.joins().filter(|it| !plan.places.contains_key(&it.foreign)) {
            for (column, foreign) in key.columns.iter().zip(&key.foreign_columns) {
                let Some(column) = item.table.column(column) else { continue };
                let typed = plan.types.of(&column.it.type_name, column.it.collation.as_ref());
                tables.entry(&key.foreign).or_default().insert(foreign.as_str(), typed.code);
            }
        }
    }
    let mut out = String::new();
    for (name, columns) in tables {
        let column = |(name, code): (&str, Code)| {
            Code::call("sa.Column", vec![Code::word(string(name)), code])
        };
        let mut arguments = vec![Code::word(string(&name.name)), Code::word("Base.metadata")];
        arguments.extend(columns.into_iter().map(column));
        arguments.push(Code::named("schema", Code::word(string(&name.schema))));
        let info = Code::dictionary(vec![("external".to_string(), Code::word("True"))]);
        arguments.push(Code::named("info", info));
        out += &format!("\n{}", Code::call("sa.Table", arguments).print(0, "", "").trim_start());
    }
    match out.is_empty() {
        true => out,
        false => format!("\n# Not described here: only what foreign keys refer to.{out}"),
    }
}

fn views(plan: &Plan) -> String {
    let mut out = String::new();
    for item in plan.items.iter().filter(|item| item.form == Form::View) {
        let sort = match item.table.relation.sort {
            Sort::ForeignTable => "foreign table",
            Sort::MaterializedView => "materialized view",
            Sort::View | Sort::Table => "view",
        };
        let mut arguments = start(plan, item, "views");
        let options = arguments::options(item.table).into_iter();
        let options = options.filter(|(name, _)| ["schema", "comment"].contains(name));
        arguments.extend(options.map(|(name, code)| Code::named(name, code)));
        let info = vec![
            (
                "is_view".to_string(),
                Code::word(if sort == "foreign table" { "False" } else { "True" }),
            ),
            ("kind".to_string(), Code::word(string(sort))),
            ("read_only".to_string(), Code::word("True")),
        ];
        arguments.push(Code::named("info", Code::dictionary(info)));
        out += &Code::call("sa.Table", arguments).print(0, &format!("{} = ", item.name), "");
    }
    match out.is_empty() {
        true => out,
        false => format!("\n\n{}{out}", frame::VIEWS),
    }
}

/// Schemas that tables are in.
fn schemas(schema: &Schema) -> BTreeSet<&str> {
    schema.tables.keys().map(|name| name.schema.as_str()).collect()
}
