//! What a source has, and the choice of parts of a statement from it.

use crate::Outcome;
use fastrand::Rng;

/// Prints what there is in a database.
pub const QUERY: &str = include_str!("things.sql");

/// Names of relations, types and routines. Few, so that they are freed and taken again.
const NAMES: [&str; 7] =
    ["alpha", "beta", "\"Gamma\"", "\"we\"\"ird\"", "delta", "\"it's\"", "\"select\""];
const COLUMNS: [&str; 7] = ["id", "a", "b", "\"C\"", "\"d\"\"q\"", "e", "\"user\""];
const PARTS: [&str; 5] = ["p1", "\"P2\"", "\"p\"\"3\"", "\"p 4\"", "p5"];
const SCHEMAS: [&str; 4] = ["app", "\"Two\"", "\"th\"\"ree\"", "four"];

/// Types that each column may have.
pub const TYPES: [&str; 19] = [
    "integer",
    "bigint",
    "smallint",
    "text",
    "character varying(20)",
    "character varying(40)",
    "character(8)",
    "numeric(10,2)",
    "numeric",
    "boolean",
    "date",
    "timestamp without time zone",
    "timestamp with time zone",
    "uuid",
    "jsonb",
    "bytea",
    "text[]",
    "integer[]",
    "double precision",
];

/// An object, by names that can stand in a statement. What the fields hold is said in `things.sql`.
#[derive(Clone, Debug)]
pub struct Thing {
    pub kind: String,
    pub schema: String,
    pub own: String,
    pub of: String,
    pub extra: String,
    pub more: String,
}

impl Thing {
    /// What the query printed.
    pub fn all(printed: &str) -> Outcome<Vec<Thing>> {
        printed.lines().map(Thing::read).collect()
    }

    fn read(line: &str) -> Outcome<Thing> {
        let parts: Vec<String> = line.split('\u{1}').map(str::to_owned).collect();
        let Ok([kind, schema, own, of, extra, more]) = <[String; 6]>::try_from(parts) else {
            return Err(format!("not an object: {line}"));
        };
        Ok(Thing { kind, schema, own, of, extra, more })
    }

    /// With its schema.
    pub fn full(&self) -> String {
        format!("{}.{}", self.schema, self.own)
    }

    pub fn is(&self, flag: char) -> bool {
        match self.kind.as_str() {
            "column" => self.more.contains(flag),
            _ => self.extra.contains(flag),
        }
    }
}

/// Chooses at random from what there is.
pub struct Maker<'a> {
    pub random: &'a mut Rng,
    pub things: &'a [Thing],
}

impl<'a> Maker<'a> {
    pub fn chance(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.usize(..of.len())]
    }

    pub fn number(&mut self, below: u32) -> u32 {
        self.random.u32(..below)
    }

    /// Some object of a kind.
    pub fn thing(&mut self, kind: &str) -> Option<&'a Thing> {
        self.such(kind, |_| true)
    }

    /// Some object of a kind that fits.
    pub fn such(&mut self, kind: &str, fits: impl Fn(&Thing) -> bool) -> Option<&'a Thing> {
        let all: Vec<&'a Thing> =
            self.things.iter().filter(|t| t.kind == kind && fits(t)).collect();
        (!all.is_empty()).then(|| self.one(&all))
    }

    /// What belongs to a relation or type, in order of names.
    pub fn parts(&self, kind: &str, of: &str) -> Vec<&'a Thing> {
        self.things.iter().filter(|t| t.kind == kind && t.of == of).collect()
    }

    /// Some of those, one at least if there is one.
    pub fn some(&mut self, mut of: Vec<&'a Thing>) -> Vec<&'a Thing> {
        self.random.shuffle(&mut of);
        let count = 1 + self.random.usize(..of.len().max(1));
        of.truncate(count);
        of
    }

    /// A table, or a view of either sort.
    pub fn relation(&mut self) -> Option<&'a Thing> {
        let kind = self.one(&["table", "table", "view", "materialized view"]);
        self.thing(kind).or_else(|| self.thing("table"))
    }

    /// The columns of a relation of any kind.
    pub fn columns(&self, of: &str) -> Vec<&'a Thing> {
        let kinds = ["column", "view column", "materialized view column"];
        self.things.iter().filter(|t| kinds.contains(&t.kind.as_str()) && t.of == of).collect()
    }

    pub fn schema(&mut self) -> String {
        self.thing("schema").map_or("public".to_owned(), |schema| schema.own.clone())
    }

    /// A name that nothing in the schema has, or any when all are taken.
    pub fn name_in(&mut self, schema: &str) -> String {
        let things = self.things;
        self.free(&NAMES, |name| things.iter().any(|t| t.schema == schema && t.own == name))
    }

    /// The same with a schema.
    pub fn new_name(&mut self) -> String {
        let schema = self.schema();
        format!("{schema}.{}", self.name_in(&schema))
    }

    pub fn column_name(&mut self, of: &str) -> String {
        let taken = self.columns(of);
        self.free(&COLUMNS, |name| taken.iter().any(|t| t.own == name))
    }

    pub fn attribute_name(&mut self, of: &str) -> String {
        let taken = self.parts("attribute", of);
        self.free(&COLUMNS, |name| taken.iter().any(|t| t.own == name))
    }

    /// Columns of a new relation.
    pub fn column_names(&mut self, count: usize) -> Vec<&'static str> {
        let mut names = COLUMNS.to_vec();
        self.random.shuffle(&mut names);
        names.truncate(count);
        names
    }

    /// A name for a constraint, index, trigger and so on of a relation or type.
    pub fn part_name(&mut self, kind: &str, of: &str) -> String {
        let things = self.things;
        let schema = of.split('.').next().unwrap_or_default();
        self.free(&PARTS, |name| {
            things.iter().any(|t| {
                t.own == name
                    && t.kind == kind
                    && (t.of == of || kind == "index" && t.schema == schema)
            })
        })
    }

    pub fn schema_name(&mut self) -> String {
        let things = self.things;
        self.free(&SCHEMAS, |name| things.iter().any(|t| t.kind == "schema" && t.own == name))
    }

    fn free(&mut self, pool: &[&str], taken: impl Fn(&str) -> bool) -> String {
        let free: Vec<&str> = pool.iter().copied().filter(|name| !taken(name)).collect();
        let name = if free.is_empty() || self.chance(3) { self.one(pool) } else { self.one(&free) };
        name.to_owned()
    }

    /// A type for a column, sometimes one of the source's own.
    pub fn column_type(&mut self) -> String {
        if self.chance(35) {
            let kind = self.one(&["enum", "enum", "domain", "domain", "composite", "range"]);
            if let Some(own) = self.thing(kind) {
                return own.full() + if self.chance(10) { "[]" } else { "" };
            }
        }
        self.one(&TYPES).to_owned()
    }

    /// A value of a type, as an expression; none for types that have no usual value.
    pub fn value(&mut self, ty: &str) -> Option<String> {
        if let Some(domain) = self.things.iter().find(|t| t.kind == "domain" && t.full() == ty) {
            return self.value(&domain.extra);
        }
        if let Some(label) = self.things.iter().find(|t| t.kind == "label" && t.of == ty) {
            return Some(label.own.clone());
        }
        Some(match ty {
            "integer" | "bigint" | "smallint" | "double precision" => {
                self.one(&["1", "2", "(1 + 1)"]).to_owned()
            }
            "boolean" => self.one(&["true", "false"]).to_owned(),
            "date" => self.one(&["'2024-02-29'", "CURRENT_DATE"]).to_owned(),
            "uuid" => "gen_random_uuid()".to_owned(),
            "jsonb" => self.one(&["'{}'", "'[1, 2]'"]).to_owned(),
            "bytea" => "'\\x00'".to_owned(),
            _ if ty.ends_with("[]") => "'{}'".to_owned(),
            _ if ty.starts_with("timestamp") => "now()".to_owned(),
            _ if ty.starts_with("numeric") => "1.5".to_owned(),
            _ if ty == "text" || ty.starts_with("character") => {
                self.one(&["'x'", "'it''s'", "lower('Y')"]).to_owned()
            }
            _ => return None,
        })
    }

    /// A condition over a column that the value of [`Maker::value`] meets.
    pub fn condition(&mut self, column: &Thing) -> String {
        let name = &column.own;
        match column.extra.as_str() {
            "integer" | "bigint" | "smallint" | "double precision" | "numeric"
            | "numeric(10,2)" => {
                let least = self.number(3);
                format!("{name} >= -{least}")
            }
            "text" => self.one(&["length(#) > 0", "# <> 'no'", "# ~~ '%'"]).replace('#', name),
            "boolean" => format!("{name} OR NOT {name}"),
            "date" => format!("{name} > '2000-01-01'"),
            _ => format!("{name} IS NOT NULL"),
        }
    }
}
