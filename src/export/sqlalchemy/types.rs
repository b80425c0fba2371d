//! Types: the class of SQLAlchemy and the type of the values in Python.

use super::super::python::{Code, string};
use crate::model::QName;
use std::collections::BTreeMap;

/// A type of the schema that has a variable of its own in the file.
#[derive(Clone, Debug)]
pub struct Own {
    pub variable: String,
    /// The type of its values.
    pub python: String,
    pub domain: bool,
    /// The domain has a default.
    pub default: bool,
    /// The domain has no nulls.
    pub not_null: bool,
}

impl Own {
    pub fn new(variable: String) -> Own {
        let python = String::new();
        Own { variable, python, domain: false, default: false, not_null: false }
    }
}

/// What is known of types by their names, as `format_type` prints them.
#[derive(Default)]
pub struct Types {
    pub own: BTreeMap<String, Own>,
    pub composites: Vec<String>,
}

/// A column's type.
#[derive(Clone, Debug)]
pub struct Typed {
    pub code: Code,
    pub python: String,
    /// What it is where the file does not say it.
    pub note: Option<String>,
    /// The type fills a column that is given no value.
    pub default: bool,
    /// The type has no nulls.
    pub not_null: bool,
    /// The driver makes lists of arrays of it.
    listed: bool,
}

impl Typed {
    fn new(code: Code, python: &str) -> Typed {
        Typed {
            code,
            python: python.to_string(),
            note: None,
            default: false,
            not_null: false,
            listed: true,
        }
    }

    /// A type that SQLAlchemy has no class for.
    fn named(name: &str) -> Typed {
        let code = Code::call("Named", vec![Code::word(string(name))]);
        Typed { listed: false, ..Typed::new(code, "str") }
    }
}

/// Types without modifiers.
const PLAIN: [(&str, &str, &str); 38] = [
    ("boolean", "sa.Boolean", "bool"),
    ("smallint", "sa.SmallInteger", "int"),
    ("integer", "sa.Integer", "int"),
    ("bigint", "sa.BigInteger", "int"),
    ("numeric", "sa.Numeric", "Decimal"),
    ("real", "sa.REAL", "float"),
    ("double precision", "sa.Double", "float"),
    ("bytea", "sa.LargeBinary", "bytes"),
    ("date", "sa.Date", "dt.date"),
    ("uuid", "sa.Uuid", "UUID"),
    ("json", "postgresql.JSON", "Any"),
    ("jsonb", "postgresql.JSONB", "Any"),
    ("inet", "postgresql.INET", "Any"),
    ("cidr", "postgresql.CIDR", "Any"),
    ("macaddr", "postgresql.MACADDR", "str"),
    ("macaddr8", "postgresql.MACADDR8", "str"),
    ("money", "postgresql.MONEY", "str"),
    ("bit", "postgresql.BIT", "str"),
    ("tsvector", "postgresql.TSVECTOR", "str"),
    ("tsquery", "postgresql.TSQUERY", "str"),
    ("oid", "postgresql.OID", "int"),
    ("regclass", "postgresql.REGCLASS", "str"),
    ("regconfig", "postgresql.REGCONFIG", "str"),
    ("timestamp without time zone", "sa.DateTime", "dt.datetime"),
    ("time without time zone", "sa.Time", "dt.time"),
    ("interval", "postgresql.INTERVAL", "dt.timedelta"),
    ("int4range", "postgresql.INT4RANGE", "postgresql.Range[int]"),
    ("int8range", "postgresql.INT8RANGE", "postgresql.Range[int]"),
    ("numrange", "postgresql.NUMRANGE", "postgresql.Range[Decimal]"),
    ("daterange", "postgresql.DATERANGE", "postgresql.Range[dt.date]"),
    ("tsrange", "postgresql.TSRANGE", "postgresql.Range[dt.datetime]"),
    ("tstzrange", "postgresql.TSTZRANGE", "postgresql.Range[dt.datetime]"),
    ("int4multirange", "postgresql.INT4MULTIRANGE", "Sequence[postgresql.Range[int]]"),
    ("int8multirange", "postgresql.INT8MULTIRANGE", "Sequence[postgresql.Range[int]]"),
    ("nummultirange", "postgresql.NUMMULTIRANGE", "Sequence[postgresql.Range[Decimal]]"),
    ("datemultirange", "postgresql.DATEMULTIRANGE", "Sequence[postgresql.Range[dt.date]]"),
    ("tsmultirange", "postgresql.TSMULTIRANGE", "Sequence[postgresql.Range[dt.datetime]]"),
    ("tstzmultirange", "postgresql.TSTZMULTIRANGE", "Sequence[postgresql.Range[dt.datetime]]"),
];

/// Types of text, which may have a length and a collation.
const TEXTS: [(&str, &str); 4] = [
    ("text", "sa.Text"),
    ("character varying", "sa.String"),
    ("character", "sa.CHAR"),
    ("citext", "postgresql.CITEXT"),
];

impl Types {
    /// The type that `format_type` prints so.
    pub fn of(&self, type_name: &str, collation: Option<&QName>) -> Typed {
        if let Some(own) = self.own.get(type_name) {
            let typed = Typed::new(Code::word(own.variable.clone()), &own.python);
            let (default, not_null) = (own.default, own.not_null);
            return Typed { default, not_null, listed: !own.domain, ..typed };
        }
        if self.composites.iter().any(|name| name == type_name) {
            let note = format!("composite type {type_name}, as text");
            return Typed { note: Some(note), ..Typed::named(type_name) };
        }
        if let Some(element) = type_name.strip_suffix("[]") {
            let of = self.of(element, collation);
            if !of.listed {
                return Typed { note: of.note, ..Typed::named(type_name) };
            }
            let code = Code::call("postgresql.ARRAY", vec![of.code]);
            return Typed::new(code, &format!("list[{}]", of.python));
        }
        let (name, modifiers) = split(type_name);
        of_text(&name, &modifiers, collation)
            .or_else(|| with_modifiers(&name, &modifiers))
            .or_else(|| of_extension(&name, &modifiers))
            .unwrap_or_else(|| Typed::named(type_name))
    }
}

/// `timestamp(3) with time zone` without its modifiers, and these.
fn split(type_name: &str) -> (String, Vec<String>) {
    let parts = type_name.split_once('(').and_then(|(name, rest)| {
        let (modifiers, end) = rest.split_once(')')?;
        Some((format!("{name}{end}"), modifiers.split(',').map(|m| m.trim().to_string()).collect()))
    });
    parts.unwrap_or_else(|| (type_name.to_string(), Vec::new()))
}

fn words(list: &[String]) -> Vec<Code> {
    list.iter().map(Code::word).collect()
}

/// A class, called where it has arguments.
fn class(name: &str, arguments: Vec<Code>) -> Code {
    if arguments.is_empty() { Code::word(name) } else { Code::call(name, arguments) }
}

/// The server's own have no schema there; what an extension brings has one.
fn bare(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((_, end @ ("citext" | "hstore"))) => end,
        _ => name,
    }
}

fn of_text(name: &str, modifiers: &[String], collation: Option<&QName>) -> Option<Typed> {
    let (_, class_name) = TEXTS.iter().find(|(it, _)| *it == bare(name))?;
    let mut arguments = words(modifiers);
    if let Some(QName { schema, name }) = collation {
        // SQLAlchemy puts it between quotes as it is.
        let name = match schema.as_str() {
            "pg_catalog" => name.clone(),
            _ => format!("{schema}\".\"{name}"),
        };
        arguments.push(Code::named("collation", Code::word(string(&name))));
    }
    let listed = bare(name) == name;
    Some(Typed { listed, ..Typed::new(class(class_name, arguments), "str") })
}

fn with_modifiers(name: &str, modifiers: &[String]) -> Option<Typed> {
    let zone = Code::named("timezone", Code::word("True"));
    let precision = || modifiers.iter().map(|p| Code::named("precision", Code::word(p)));
    let of = |class_name: &str, arguments: Vec<Code>, python: &str| {
        Some(Typed::new(class(class_name, arguments), python))
    };
    match (name, modifiers) {
        ("numeric", _) => return of("sa.Numeric", words(modifiers), "Decimal"),
        ("bit", _) => return of("postgresql.BIT", words(modifiers), "str"),
        ("bit varying", _) => {
            let mut arguments = words(modifiers);
            arguments.push(Code::named("varying", Code::word("True")));
            return of("postgresql.BIT", arguments, "str");
        }
        ("timestamp with time zone", []) => return of("sa.DateTime", vec![zone], "dt.datetime"),
        ("time with time zone", []) => return of("sa.Time", vec![zone], "dt.time"),
        _ => {}
    }
    let plain = PLAIN.iter().find(|(it, ..)| *it == name && modifiers.is_empty());
    if let Some((_, class_name, python)) = plain {
        return of(class_name, Vec::new(), python);
    }
    let zones = [
        ("timestamp without time zone", "postgresql.TIMESTAMP", "dt.datetime", false),
        ("timestamp with time zone", "postgresql.TIMESTAMP", "dt.datetime", true),
        ("time without time zone", "postgresql.TIME", "dt.time", false),
        ("time with time zone", "postgresql.TIME", "dt.time", true),
    ];
    if let Some((_, class_name, python, zoned)) = zones.into_iter().find(|(it, ..)| *it == name) {
        let arguments = zoned.then_some(zone).into_iter().chain(precision()).collect();
        return of(class_name, arguments, python);
    }
    let fields = name.strip_prefix("interval")?;
    let fields = (!fields.is_empty())
        .then(|| Code::named("fields", Code::word(string(fields.trim_start()))));
    let arguments: Vec<Code> = fields.into_iter().chain(precision()).collect();
    let known = name == "interval" || name.starts_with("interval ");
    if known { of("postgresql.INTERVAL", arguments, "dt.timedelta") } else { None }
}

fn of_extension(name: &str, modifiers: &[String]) -> Option<Typed> {
    (bare(name) == "hstore" && modifiers.is_empty()).then(|| Typed {
        listed: false,
        ..Typed::new(Code::word("postgresql.HSTORE"), "dict[str, Optional[str]]")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(type_name: &str) -> (String, String) {
        let typed = Types::default().of(type_name, None);
        (typed.code.flat(), typed.python)
    }

    #[test]
    fn types() {
        let all = [
            ("integer", "sa.Integer", "int"),
            ("numeric(10,2)", "sa.Numeric(10, 2)", "Decimal"),
            ("character varying(40)", "sa.String(40)", "str"),
            ("timestamp with time zone", "sa.DateTime(timezone=True)", "dt.datetime"),
            (
                "timestamp(3) with time zone",
                "postgresql.TIMESTAMP(timezone=True, precision=3)",
                "dt.datetime",
            ),
            ("time(0) without time zone", "postgresql.TIME(precision=0)", "dt.time"),
            (
                "interval day to second(3)",
                "postgresql.INTERVAL(fields=\"day to second\", precision=3)",
                "dt.timedelta",
            ),
            ("interval(3)", "postgresql.INTERVAL(precision=3)", "dt.timedelta"),
            ("text[]", "postgresql.ARRAY(sa.Text)", "list[str]"),
            ("public.citext", "postgresql.CITEXT", "str"),
            ("public.citext[]", "Named(\"public.citext[]\")", "str"),
            ("bit varying(5)", "postgresql.BIT(5, varying=True)", "str"),
            ("public.geometry(Point,4326)", "Named(\"public.geometry(Point,4326)\")", "str"),
            ("\"char\"", "Named('\"char\"')", "str"),
        ];
        for (type_name, code, python) in all {
            assert_eq!(shown(type_name), (code.to_string(), python.to_string()), "{type_name}");
        }
    }
}
