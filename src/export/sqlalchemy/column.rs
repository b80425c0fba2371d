//! Columns: <https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html>.

use super::super::python::{Code, string};
use super::plan::{Form, Item, Plan};
use super::schema::{Column, Counter};
use super::sql::{escaped, text};
use super::types::Typed;

/// A column as arguments of `mapped_column` or `sa.Column`.
pub struct Printed {
    /// The attribute's type, without `Mapped`.
    pub python: String,
    /// A comment above it.
    pub note: Option<String>,
    pub arguments: Vec<Code>,
}

pub fn truth(name: &str) -> Code {
    Code::named(name, Code::word("True"))
}

/// `True` or `False`.
fn flag(name: &str, value: bool) -> Code {
    Code::named(name, Code::word(if value { "True" } else { "False" }))
}

/// How something counts, as keywords.
pub fn counting(counter: &Counter) -> Vec<Code> {
    let numbers = counter.counting.iter();
    let mut arguments: Vec<Code> =
        numbers.map(|(word, number)| Code::named(word, Code::word(number.to_string()))).collect();
    if counter.cycle {
        arguments.push(truth("cycle"));
    }
    arguments
}

/// A column of an item; in a class, under the name of its attribute.
pub fn column(plan: &Plan, item: &Item, column: &Column) -> Printed {
    let typed = plan.types.of(&column.it.type_name, column.it.collation.as_ref());
    let not_null = column.it.not_null || typed.not_null;
    let key = item.table.primary().is_some_and(|key| key.columns.contains(&column.it.name));
    let is_class = item.form.is_class();
    let attribute = item.attributes.get(column.it.name.as_str());
    let named = !is_class || attribute != Some(&column.it.name);
    let mut arguments: Vec<Code> =
        named.then(|| Code::word(string(&column.it.name))).into_iter().collect();
    arguments.push(typed.code.clone());
    if item.form == Form::View {
        comment(column, &mut arguments);
        return Printed { python: String::new(), note: typed.note, arguments };
    }
    if let Some(identity) = &column.identity {
        let options = [flag("always", identity.always)].into_iter().chain(counting(identity));
        arguments.push(Code::call("sa.Identity", options.collect()));
    }
    if let Some((expression, stored)) = &column.it.computed {
        let expression = Code::word(string(&escaped(expression)));
        arguments.push(Code::call("sa.Computed", vec![expression, flag("persisted", *stored)]));
    }
    let known_by = plan.key(&item.table.relation.name, &column.it.name);
    if known_by != column.it.name {
        arguments.push(Code::named("key", Code::word(string(&known_by))));
    }
    if key {
        arguments.push(truth("primary_key"));
        if counts_for_itself(item, column, &typed) {
            arguments.push(flag("autoincrement", false));
        }
    } else if not_null && (!is_class || typed.python.contains("Any")) {
        arguments.push(flag("nullable", false));
    }
    match &column.default {
        Some(default) => {
            arguments.push(Code::named("server_default", text(&unnamed(default))));
        }
        // The column has the default of its domain.
        None if typed.default && column.it.computed.is_none() => {
            let fetched = Code::call("sa.FetchedValue", Vec::new());
            arguments.push(Code::named("server_default", fetched));
        }
        None => {}
    }
    comment(column, &mut arguments);
    let python = match not_null {
        true => typed.python,
        false => format!("Optional[{}]", typed.python),
    };
    Printed { python, note: typed.note, arguments }
}

fn comment(column: &Column, arguments: &mut Vec<Code>) {
    if let Some(comment) = &column.comment {
        arguments.push(Code::named("comment", Code::word(string(comment))));
    }
}

/// Alembic takes the cast off the default that it reads, and then does not know the same default again.
fn unnamed(default: &str) -> String {
    let sequence = default.strip_prefix("nextval(").and_then(|it| it.strip_suffix("::regclass)"));
    sequence.map_or_else(|| default.to_string(), |sequence| format!("nextval({sequence})"))
}

/// SQLAlchemy would make a sequence for a whole number that is alone in the key.
fn counts_for_itself(item: &Item, column: &Column, typed: &Typed) -> bool {
    let alone = item.table.primary().is_some_and(|key| key.columns.len() == 1);
    let whole = typed.python == "int" && typed.code.flat().starts_with("sa.");
    let told =
        column.identity.is_some() || column.default.is_some() || column.it.computed.is_some();
    alone && whole && !told
}
