//! The file around the classes.

use super::super::python::{Code, sentence, string};
use super::column::counting;
use super::plan::Plan;
use super::schema::Schema;
use super::sql::{escaped, text};
use crate::fact::modelled::Check;
use crate::model::QName;
use crate::pg::quote::ident;
use std::collections::BTreeMap;

/// Above the views.
pub const VIEWS: &str = "\
# Views and foreign tables are for reading. Their own MetaData keeps them from create_all() and from Alembic.
views = sa.MetaData(info={\"read_only\": True})

";

/// What the docstring says of Alembic.
const ALEMBIC: &str = "\
In Alembic's env.py:

    engine = create_engine(url, connect_args={\"options\": \"-csearch_path=\"})
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        include_schemas=True,
        include_name=models.include_name,
        include_object=models.include_object,
        compare_type=models.compare_type,
        compare_server_default=True,
        version_table_schema=\"...\",
    )

The empty search_path makes the server say every name with its schema, as this file
does. Alembic does not see: primary keys, checks, exclusion constraints, when a unique
constraint is checked, WITHOUT OVERLAPS and NOT ENFORCED of constraints, foreign keys with
PERIOD, of indexes WHERE, INCLUDE, access methods, operator classes and parameters, how a
generated column is computed, partition keys, inheritance, sequences, labels of enums,
definitions of domains, types that are Named, access methods and tablespaces of tables,
UNLOGGED, comments of constraints, views and foreign tables.
";

/// What follows the classes.
const HOOKS: &str = "

def include_name(name: Optional[str], type_: str, parents: Any) -> bool:
    \"\"\"Keep Alembic to these schemas, and from partitions.\"\"\"
    if type_ == \"schema\":
        return name in SCHEMAS
    if type_ == \"table\":
        return f\"{parents['schema_name']}.{name}\" not in PARTITIONS
    return True


def bare(element: Any) -> str:
    \"\"\"An element of an index without what Alembic does not read, or reads otherwise.\"\"\"
    text = getattr(element, \"text\", element)
    if not isinstance(text, str):
        text = str(text.compile(compile_kwargs={\"include_table\": False}))
    name = r'(\\w+|\"[^\"]+\")'
    unread = rf\" COLLATE ({name}\\.)?{name}| [\\w.]+_ops( \\([^()]*\\))?| ASC\"
    return re.sub(r'[\\s\\\\()\"]', \"\", re.sub(unread, \"\", text))


def known(index: Any) -> tuple[list[str], bool, bool]:
    \"\"\"What Alembic knows of an index.\"\"\"
    alike = index.dialect_kwargs.get(\"postgresql_nulls_not_distinct\")
    elements = [bare(element) for element in index.expressions]
    return elements, bool(index.unique), bool(alike)


def include_object(
    object_: Any, name: Optional[str], type_: str, reflected: bool, other: Any
) -> bool:
    \"\"\"Keep Alembic from tables that are not described here, and from what it reads in
    another way than it is written here.\"\"\"
    if type_ == \"table\":
        return not object_.info.get(\"external\")
    if type_ == \"foreign_key_constraint\" and other is None:
        # The server makes one for each partition that a key leads to.
        foreign = object_.elements[0].target_fullname.rpartition(\".\")[0]
        own = f\"{object_.table.schema}.{object_.table.name}.{name}\"
        return not reflected or foreign not in PARTITIONS and own not in PERIODS
    if type_ == \"column\" and other is not None and other.server_default is None:
        # It hides the default of a column that owns its sequence.
        default = object_.server_default
        if str(getattr(default, \"arg\", \"\")).startswith(\"nextval(\"):
            other.server_default = default
    if type_ == \"index\" and other is not None:
        return known(object_) != known(other)
    return True


def compare_type(
    context: Any, inspected: Any, column: Any, inspected_type: Any, type_: Any
) -> Optional[bool]:
    \"\"\"SQLAlchemy reads a type that it has no class for as another one, or as none.\"\"\"
    return False if isinstance(type_, Named) else None
";

const NAMED: &str = "

class Base(DeclarativeBase):
    pass


class Named(sa.types.UserDefinedType[str]):
    \"\"\"A type that SQLAlchemy has no class for, by its name; values are texts.\"\"\"

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **kw: Any) -> str:
        return self.name
";

/// For what `sa.DDL` would do, which has no types.
const ALSO: &str = "

def also(type_: Any, sql: str) -> None:
    \"\"\"What SQLAlchemy has no words for, done as soon as a type is made.\"\"\"

    def run(target: Any, connection: Any, **kw: Any) -> None:
        connection.execute(sa.text(sql))

    sa.event.listen(type_, \"after_create\", run)
";

/// Enumerations, domains and sequences.
pub fn types(schema: &Schema, plan: &Plan) -> String {
    let mut out = String::new();
    let place = |name: &QName| {
        let schema = Code::named("schema", Code::word(string(&name.schema)));
        [schema, Code::named("metadata", Code::word("Base.metadata"))]
    };
    for (name, labels) in &schema.enumerations {
        let Some(own) = plan.types.own.get(&name.to_string()) else { continue };
        let mut arguments: Vec<Code> = labels.iter().map(|l| Code::word(string(l))).collect();
        arguments.push(Code::named("name", Code::word(string(&name.name))));
        arguments.extend(place(name));
        let code = Code::call("postgresql.ENUM", arguments);
        out += &code.print(0, &format!("{} = ", own.variable), "");
    }
    for (name, domain) in in_order(schema) {
        let Some(own) = plan.types.own.get(&name.to_string()) else { continue };
        let base = plan.types.of(&domain.base, domain.collation.as_ref());
        let mut arguments = vec![Code::word(string(&name.name)), base.code];
        if let Some(default) = &domain.default {
            arguments.push(Code::named("default", Code::word(string(&escaped(default)))));
        }
        if domain.not_null {
            arguments.push(Code::named("not_null", Code::word("True")));
        }
        // SQLAlchemy has room for one; with NOT NULL, it would give that the name.
        let first = domain.checks.first().filter(|it| !domain.not_null && !it.not_valid);
        if let Some(check) = first {
            arguments.push(Code::named("constraint_name", Code::word(string(&check.name))));
            arguments.push(Code::named("check", text(&check.expression)));
        }
        arguments.extend(place(name));
        let code = Code::call("postgresql.DOMAIN", arguments);
        out += &code.print(0, &format!("{} = ", own.variable), "");
        let others = domain.checks.iter().skip(usize::from(first.is_some()));
        others.for_each(|check| out += &further(name, &own.variable, check).print(0, "", ""));
    }
    for (name, sequence) in &schema.sequences {
        let Some(variable) = plan.sequences.get(name) else { continue };
        let mut arguments = vec![Code::word(string(&name.name))];
        arguments.extend(counting(&sequence.counter));
        if sequence.type_name != "bigint" {
            let typed = plan.types.of(&sequence.type_name, None);
            arguments.push(Code::named("data_type", typed.code));
        }
        arguments.extend(place(name));
        let code = Code::call("sa.Sequence", arguments);
        out += &code.print(0, &format!("{variable} = "), "");
    }
    if out.is_empty() { out } else { format!("\n\n{out}") }
}

/// A check that the domain gets when it has been made.
fn further(domain: &QName, variable: &str, check: &Check) -> Code {
    let (name, valid) = (ident(&check.name), if check.not_valid { " NOT VALID" } else { "" });
    let sql =
        format!("ALTER DOMAIN {domain} ADD CONSTRAINT {name} CHECK ({}){valid}", check.expression);
    Code::call("also", vec![Code::word(variable), Code::word(string(&escaped(&sql)))])
}

/// Domains after those that they are over.
fn in_order(schema: &Schema) -> Vec<(&QName, &super::schema::Domain)> {
    let mut rest: Vec<_> = schema.domains.iter().collect();
    let mut done = Vec::new();
    while !rest.is_empty() {
        let waits: Vec<String> = rest.iter().map(|(name, _)| name.to_string()).collect();
        let (wait, next): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(_, domain)| {
            waits.iter().any(|name| domain.base.trim_end_matches("[]") == name)
        });
        if next.is_empty() {
            done.extend(wait);
            break;
        }
        done.extend(next);
        rest = wait;
    }
    done
}

/// A program without its strings and comments.
fn without_texts(program: &str) -> String {
    let mut out = String::with_capacity(program.len());
    let mut letters = program.chars();
    while let Some(c) = letters.next() {
        match c {
            '#' => {
                letters.find(|c| *c == '\n');
            }
            '"' | '\'' => {
                while let Some(inner) = letters.next().filter(|inner| *inner != c) {
                    if inner == '\\' {
                        letters.next();
                    }
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a name stands in a program, and not as a part of another one.
fn uses(code: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(start, _)| {
        let before = code.get(..start).and_then(|text| text.chars().next_back());
        let after = code.get(start + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(|c| is_part(c) || c == '.') && !after.is_some_and(is_part)
    })
}

/// The whole file.
pub fn file(schema: &Schema, body: &str) -> String {
    let code = without_texts(body);
    let has = |word: &str| uses(&code, word);
    let imports = [
        ("dt", "import datetime as dt\n"),
        ("", "import re\n"),
        ("Sequence", "from collections.abc import Sequence\n"),
        ("Decimal", "from decimal import Decimal\n"),
        ("", "from typing import Any, Optional\n"),
        ("UUID", "from uuid import UUID\n"),
        ("", "\nimport sqlalchemy as sa\n"),
        ("postgresql", "from sqlalchemy.dialects import postgresql\n"),
    ];
    let wanted = imports.iter().filter(|(word, _)| word.is_empty() || has(word));
    let mut lines: String = wanted.map(|(_, line)| *line).collect();
    let orm = ["Mapped", "mapped_column", "relationship"].into_iter().filter(|word| has(word));
    let orm: Vec<&str> = ["DeclarativeBase"].into_iter().chain(orm).collect();
    lines += &format!("from sqlalchemy.orm import {}\n", orm.join(", "));
    let set = |names: Vec<String>| match names.is_empty() {
        true => Code::call("set", Vec::new()),
        false => Code::Group {
            head: String::new(),
            items: names.iter().map(|name| Code::word(string(name))).collect(),
            ends: ('{', '}'),
        },
    };
    let schemas = set(super::schemas(schema).into_iter().map(str::to_string).collect());
    let partitions = schema.partitions.iter().map(|it| format!("{}.{}", it.schema, it.name));
    let partitions = set(partitions.collect());
    let tables = schema.tables.values().filter(|table| table.is_table());
    let periods = tables.flat_map(|table| {
        let QName { schema, name } = &table.relation.name;
        table.periods().map(move |key| format!("{schema}.{name}.{}", key.name))
    });
    let periods = set(periods.collect());
    format!(
        "\"\"\"{}\"\"\"\n\n# ruff: noqa: {}\n\n{lines}{NAMED}{}{body}\n\n# For Alembic.\n{}{}{}{HOOKS}",
        docstring(schema),
        if has("__mapper_args__") { "RUF012, UP045" } else { "UP045" },
        if has("also") { ALSO } else { "" },
        schemas.print(0, "SCHEMAS: set[str] = ", ""),
        partitions.print(0, "PARTITIONS: set[str] = ", ""),
        periods.print(0, "PERIODS: set[str] = ", ""),
    )
}

fn docstring(schema: &Schema) -> String {
    let names: Vec<&str> = super::schemas(schema).into_iter().collect();
    let mut out = format!("Models of {}.\n\n{ALEMBIC}", sentence(&names.join(", ")));
    let mut lacks: BTreeMap<&str, usize> = BTreeMap::new();
    let tables = schema.tables.values().filter(|table| table.is_table());
    tables.flat_map(super::arguments::lacks).for_each(|it| *lacks.entry(it).or_default() += 1);
    let counted = |(what, count): (&&str, &usize)| format!("{what} ({count})");
    let left = schema.left_out.iter().map(counted).chain(lacks.iter().map(counted));
    let rest = "storage, statistics and options of columns and tables, names of sequences of \
                identity columns and of NOT NULL.";
    let left: Vec<String> = left.chain([rest.to_string()]).collect();
    let text = format!("Left out, since SQLAlchemy has no words for it: {}", left.join(", "));
    out += &format!("\n{}", filled(&text));
    out
}

/// The text in lines of a docstring.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if length + word.len() + 1 > 86 {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
            length += 1;
        }
        out += word;
        length += word.len();
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_used_is_imported() {
        let code =
            without_texts("a = sa.Sequence(\"dt.x \\\" UUID\")  # Decimal\nb: dt.date = 'UUID'\n");
        let used = ["dt", "UUID", "Decimal", "Sequence"].map(|name| uses(&code, name));
        assert_eq!(used, [true, false, false, false]);
    }
}
