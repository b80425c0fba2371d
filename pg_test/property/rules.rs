//! Rules at random.

use super::generator::Relation;
use fastrand::Rng;
use std::collections::BTreeMap;

/// What columns and tables may be renamed to: names of others, keywords, aliases.
const NEW: [&str; 16] = [
    "customer_id",
    "CustomerID",
    "name",
    "Label",
    "a",
    "b",
    "select",
    "order",
    "OrderID",
    "Größe",
    "Say \"hi\"",
    "t",
    "Total",
    "X",
    "orders",
    "user",
];

const TEMPLATES: [&str; 5] =
    ["{schema}", "dw__{database}__{schema}", "{schema} New", "x.{schema}", "{schema}_Zoo"];

const PATTERNS: [(&str, &str, &str); 8] = [
    ("column", "^", "c_"),
    ("column", "$", " x"),
    ("column", "^(?i)C", ""),
    ("table", "^", "T_"),
    ("table", "(?i)s$", ""),
    ("view", "^", "vw"),
    ("routine", "(.)$", "$1$1"),
    ("", "e", "ee"),
];

/// Rules as JSON.
pub fn rules(random: &mut Rng, tables: &[Relation]) -> String {
    let case = pick(random, &["preserve", "lower", "snake", "upper", "snake", "preserve"]);
    let schema = pick(random, &TEMPLATES);
    let mut names = Vec::new();
    for _ in 0..random.usize(..3) {
        let (on, pattern, replace) = pick(random, &PATTERNS);
        let on = if on.is_empty() { String::new() } else { format!("\"on\": [{}], ", json(on)) };
        names.push(format!("{{{on}\"match\": {}, \"replace\": {}}}", json(pattern), json(replace)));
    }
    let rename: Vec<String> = renames(random, tables)
        .iter()
        .map(|(path, name)| format!("{}: {}", json(path), json(name)))
        .collect();
    format!(
        "{{\"schema\": {}, \"case\": {}, \"names\": [{}], \"rename\": {{{}}}}}",
        json(schema),
        json(case),
        names.join(", "),
        rename.join(", ")
    )
}

fn pick<T: Copy>(random: &mut Rng, from: &[T]) -> T {
    from[random.usize(..from.len())]
}

/// A string of JSON.
fn json(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn renames(random: &mut Rng, tables: &[Relation]) -> BTreeMap<String, String> {
    let mut rename = BTreeMap::new();
    let path = |table: &Relation| format!("{}.{}", table.schema, table.name);
    // Partitions have their columns from the table above them.
    let own: Vec<&Relation> = tables.iter().filter(|t| !t.name.starts_with("Events")).collect();
    if random.u32(..100) < 30 {
        rename.insert("dbo.Customers".into(), "Orders".into());
        rename.insert("dbo.Orders".into(), "Customers".into());
    }
    for _ in 0..random.usize(..6) {
        let table = own[random.usize(..own.len())];
        let (first, second) =
            (random.usize(..table.columns.len()), random.usize(..table.columns.len()));
        let (first, second) = (&table.columns[first].name, &table.columns[second].name);
        let path = path(table);
        if random.bool() && first != second {
            rename.insert(format!("{path}.{first}"), second.clone());
            rename.insert(format!("{path}.{second}"), first.clone());
        } else {
            rename.insert(format!("{path}.{first}"), pick(random, &NEW).into());
        }
    }
    if random.u32(..100) < 30 {
        rename.insert("dbo.Point.X".into(), "y".into());
        rename.insert("dbo.Point.y".into(), "X".into());
    }
    if random.u32(..100) < 20 {
        rename.insert("dbo.Address.Street".into(), "Geo".into());
        rename.insert("dbo.Address.Geo".into(), "Street".into());
    }
    if random.u32(..100) < 25 {
        for table in tables.iter().filter(|table| table.name.starts_with("Events")) {
            rename.insert(format!("{}.EventID", path(table)), "CustomerID".into());
            rename.insert(format!("{}.CustomerID", path(table)), "EventID".into());
        }
    }
    rename
}
