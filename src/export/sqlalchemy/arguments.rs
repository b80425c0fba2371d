//! What belongs to a table besides its columns, as `__table_args__` has it:
//! <https://docs.sqlalchemy.org/en/20/dialects/postgresql.html>.

use super::super::python::{Code, string};
use super::column::truth;
use super::plan::{Item, Plan};
use super::schema::Table;
use super::sql::{escaped, text};
use crate::fact::modelled::{Check, Element, Exclusion, Index, Key, Reference, Timing};
use crate::model::QName;
use crate::pg::quote::{ident, idents};

fn quoted(text: &str) -> Code {
    Code::word(string(text))
}

fn list(texts: &[String]) -> Code {
    Code::list(texts.iter().map(|text| quoted(text)).collect())
}

fn named(name: &str, text: &str) -> Code {
    Code::named(name, quoted(text))
}

fn timing(timing: Timing, arguments: &mut Vec<Code>) {
    if timing.deferrable {
        arguments.push(truth("deferrable"));
    }
    if timing.deferred {
        arguments.push(named("initially", "DEFERRED"));
    }
}

fn comment(table: &Table, name: &str, arguments: &mut Vec<Code>) {
    if let Some(text) = table.comments.get(name) {
        arguments.push(named("comment", text));
    }
}

/// Constraints and indexes; `circular` tells the keys that cannot be made with the tables. A key to names that have dots
/// in them cannot be said here.
pub fn constraints(plan: &Plan, item: &Item, circular: &dyn Fn(&Reference) -> bool) -> Vec<Code> {
    let keyed = (!plan.keys.is_empty()).then(|| keyed(plan, item.table));
    let table = keyed.as_ref().unwrap_or(item.table);
    let keys = table.keys.iter().map(|it| key(table, it));
    let checks = table.checks.iter().map(|it| check(table, it));
    let references = table.joins().filter(|it| !dotted(it));
    let references = references.map(|it| reference(table, it, circular(it)));
    let exclusions = table.exclusions.iter().map(|it| exclusion(table, it));
    let indexes = table.indexes.iter().map(index);
    keys.chain(checks).chain(references).chain(exclusions).chain(indexes).collect()
}

/// The table with its columns under the keys by which SQLAlchemy knows them.
fn keyed(plan: &Plan, table: &Table) -> Table {
    let mut table = table.clone();
    let own = table.relation.name.clone();
    let rename = |of: &QName, names: &mut Vec<String>| {
        names.iter_mut().for_each(|name| *name = plan.key(of, name));
    };
    let elements = |elements: &mut dyn Iterator<Item = &mut Element>| {
        for name in elements.filter_map(|element| element.column.as_mut()) {
            *name = plan.key(&own, name);
        }
    };
    for key in &mut table.keys {
        rename(&own, &mut key.columns);
        rename(&own, &mut key.include);
    }
    for key in &mut table.references {
        rename(&own, &mut key.columns);
        rename(&key.foreign, &mut key.foreign_columns);
    }
    for it in &mut table.exclusions {
        elements(&mut it.elements.iter_mut().map(|(element, _)| element));
    }
    for index in &mut table.indexes {
        elements(&mut index.elements.iter_mut());
        rename(&own, &mut index.include);
    }
    table
}

/// What a constraint is besides, in the words of SQL.
fn more<S: AsRef<str>>(lacks: &[S]) -> Option<String> {
    let lacks: Vec<&str> = lacks.iter().map(AsRef::as_ref).collect();
    (!lacks.is_empty()).then(|| format!("In the database also: {}", lacks.join(", ")))
}

fn key_lacks(it: &Key) -> Vec<String> {
    let column = it.columns.last().filter(|_| it.period);
    column.map(|column| format!("{} WITHOUT OVERLAPS", ident(column))).into_iter().collect()
}

fn check_lacks(it: &Check) -> Vec<&'static str> {
    let words = [(it.no_inherit, "NO INHERIT"), (it.not_enforced, "NOT ENFORCED")];
    words.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect()
}

fn reference_lacks(it: &Reference) -> Vec<&'static str> {
    it.not_enforced.then_some("NOT ENFORCED").into_iter().collect()
}

fn exclusion_lacks(it: &Exclusion) -> Vec<String> {
    let include = (!it.include.is_empty()).then(|| format!("INCLUDE ({})", idents(&it.include)));
    include.into_iter().collect()
}

/// How often a table's constraints are more than can be said, by what they are.
pub fn lacks(table: &Table) -> Vec<&'static str> {
    let keys = table.keys.iter().filter(|it| it.period).map(|_| "WITHOUT OVERLAPS");
    let checks = table.checks.iter().flat_map(check_lacks);
    let references = table.references.iter().flat_map(reference_lacks);
    let periods = table.periods().map(|_| "foreign key with PERIOD");
    let stored = table.exclusions.iter().filter(|it| !it.include.is_empty());
    let stored = stored.map(|_| "INCLUDE of an exclusion constraint");
    keys.chain(checks).chain(references).chain(periods).chain(stored).collect()
}

/// Keys that hold over time, for comments: they are none to SQLAlchemy, since equal periods are not what they ask for.
pub fn periods(table: &Table) -> Vec<String> {
    let key = |it: &Reference| {
        let columns = |columns: &[String]| match columns.split_last() {
            Some((last, rest)) => {
                let rest: String =
                    rest.iter().map(|column| format!("{}, ", ident(column))).collect();
                format!("{rest}PERIOD {}", ident(last))
            }
            None => String::new(),
        };
        let (own, foreign) = (columns(&it.columns), columns(&it.foreign_columns));
        let lax = if it.not_enforced { " NOT ENFORCED" } else { "" };
        let (name, parent) = (ident(&it.name), &it.foreign);
        format!("CONSTRAINT {name} FOREIGN KEY ({own}) REFERENCES {parent} ({foreign}){lax}")
    };
    table.periods().filter_map(|it| more(&[key(it)])).map(|text| crate::line::line(&text)).collect()
}

fn key(table: &Table, it: &Key) -> Code {
    let mut arguments: Vec<Code> = it.columns.iter().map(|column| quoted(column)).collect();
    arguments.push(named("name", &it.name));
    timing(it.timing, &mut arguments);
    if !it.include.is_empty() {
        arguments.push(Code::named("postgresql_include", list(&it.include)));
    }
    if it.nulls_not_distinct {
        arguments.push(truth("postgresql_nulls_not_distinct"));
    }
    comment(table, &it.name, &mut arguments);
    let class = if it.primary { "sa.PrimaryKeyConstraint" } else { "sa.UniqueConstraint" };
    Code::call(class, arguments).noted(more(&key_lacks(it)))
}

fn check(table: &Table, it: &Check) -> Code {
    let mut arguments = vec![quoted(&escaped(&it.expression)), named("name", &it.name)];
    if it.not_valid {
        arguments.push(truth("postgresql_not_valid"));
    }
    comment(table, &it.name, &mut arguments);
    Code::call("sa.CheckConstraint", arguments).noted(more(&check_lacks(it)))
}

/// Whether what a key refers to has dots in its name, at which SQLAlchemy takes it apart.
pub fn dotted(it: &Reference) -> bool {
    it.foreign.name.contains('.') || it.foreign_columns.iter().any(|name| name.contains('.'))
}

fn reference(table: &Table, it: &Reference, circular: bool) -> Code {
    let QName { schema, name } = &it.foreign;
    let foreign: Vec<String> =
        it.foreign_columns.iter().map(|column| format!("{schema}.{name}.{column}")).collect();
    let mut arguments = vec![list(&it.columns), list(&foreign)];
    arguments.extend(reference_options(table, it));
    if circular {
        arguments.push(truth("use_alter"));
    }
    Code::call("sa.ForeignKeyConstraint", arguments).noted(more(&reference_lacks(it)))
}

fn reference_options(table: &Table, it: &Reference) -> Vec<Code> {
    let mut arguments = vec![named("name", &it.name)];
    let actions = [("onupdate", &it.on_update), ("ondelete", &it.on_delete)];
    arguments.extend(
        actions
            .iter()
            .filter_map(|(word, action)| action.as_ref().map(|action| named(word, action))),
    );
    timing(it.timing, &mut arguments);
    if it.full {
        arguments.push(named("match", "FULL"));
    }
    if it.not_valid {
        arguments.push(truth("postgresql_not_valid"));
    }
    comment(table, &it.name, &mut arguments);
    arguments
}

/// A key to names with dots in them, added when all tables are there.
pub fn later(plan: &Plan, table: &Table, it: &Reference) -> Code {
    let of = |name: &QName| {
        format!("Base.metadata.tables[{}]", string(&format!("{}.{}", name.schema, name.name)))
    };
    let columns = |name: &QName, columns: &[String]| {
        let column = |column: &String| {
            Code::word(format!("{}.c[{}]", of(name), string(&plan.key(name, column))))
        };
        Code::list(columns.iter().map(column).collect())
    };
    let mut arguments =
        vec![columns(&table.relation.name, &it.columns), columns(&it.foreign, &it.foreign_columns)];
    arguments.extend(reference_options(table, it));
    let key = Code::call("sa.ForeignKeyConstraint", arguments).noted(more(&reference_lacks(it)));
    Code::call(format!("{}.append_constraint", of(&table.relation.name)), vec![key])
}

/// A column by its name, or whatever else.
fn element(it: &Element) -> Code {
    match &it.column {
        Some(column) => quoted(column),
        None => text(&it.whole),
    }
}

/// Operator classes of columns; those of expressions are in their texts.
fn classes<'a>(elements: impl Iterator<Item = &'a Element>) -> Vec<(String, Code)> {
    elements.filter_map(|it| Some((it.column.clone()?, quoted(it.class.as_ref()?)))).collect()
}

fn exclusion(table: &Table, it: &Exclusion) -> Code {
    let pair =
        |(of, operator): &(Element, String)| Code::tuple(vec![element(of), quoted(operator)]);
    let mut arguments: Vec<Code> = it.elements.iter().map(pair).collect();
    arguments.extend([named("name", &it.name), named("using", &it.method)]);
    if let Some(predicate) = &it.predicate {
        arguments.push(Code::named("where", text(predicate)));
    }
    let classes = classes(it.elements.iter().map(|(of, _)| of));
    if !classes.is_empty() {
        arguments.push(Code::named("ops", Code::dictionary(classes)));
    }
    timing(it.timing, &mut arguments);
    comment(table, &it.name, &mut arguments);
    Code::call("postgresql.ExcludeConstraint", arguments).noted(more(&exclusion_lacks(it)))
}

fn index(it: &Index) -> Code {
    let mut arguments = vec![quoted(&it.name)];
    arguments.extend(it.elements.iter().map(element));
    if it.unique {
        arguments.push(truth("unique"));
    }
    if it.nulls_not_distinct {
        arguments.push(truth("postgresql_nulls_not_distinct"));
    }
    if it.method != "btree" {
        arguments.push(named("postgresql_using", &it.method));
    }
    let classes = classes(it.elements.iter());
    if !classes.is_empty() {
        arguments.push(Code::named("postgresql_ops", Code::dictionary(classes)));
    }
    if !it.include.is_empty() {
        arguments.push(Code::named("postgresql_include", list(&it.include)));
    }
    if let Some(predicate) = &it.predicate {
        arguments.push(Code::named("postgresql_where", text(predicate)));
    }
    if !it.options.is_empty() {
        let pair = |option: &String| {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            (name.to_string(), quoted(value))
        };
        let options = it.options.iter().map(pair).collect();
        arguments.push(Code::named("postgresql_with", Code::dictionary(options)));
    }
    if let Some(tablespace) = &it.tablespace {
        arguments.push(named("postgresql_tablespace", tablespace));
    }
    Code::call("sa.Index", arguments)
}

/// What holds for the table as a whole, by keyword.
pub fn options(table: &Table) -> Vec<(&'static str, Code)> {
    let it = &table.relation;
    let mut options = vec![("schema", quoted(&it.name.schema))];
    if it.unlogged {
        options.push(("prefixes", list(&["UNLOGGED".to_string()])));
    }
    let texts = [
        ("postgresql_partition_by", &it.partition_by),
        ("postgresql_using", &it.method),
        ("postgresql_tablespace", &it.tablespace),
        ("comment", &table.comment),
    ];
    options.extend(texts.iter().filter_map(|(name, text)| Some((*name, quoted(text.as_ref()?)))));
    if !table.parents.is_empty() {
        // A name that is quoted already.
        let unquoted = || Code::named("quote", Code::word("False"));
        let parent = |name: &QName| {
            Code::call("sa.quoted_name", vec![quoted(&name.to_string()), unquoted()])
        };
        let parents = Code::tuple(table.parents.iter().map(parent).collect());
        options.push(("postgresql_inherits", parents));
    }
    options
}
