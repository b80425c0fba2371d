//! What all kinds have in common: other names, other schemas, comments, and the end.

use super::acts::{Act, act};
use super::model::{Maker, Thing};

/// Kind, how often it is renamed, how often dropped.
const KINDS: [(&str, u32, u32); 22] = [
    ("schema", 1, 1),
    ("table", 8, 5),
    ("view", 5, 5),
    ("materialized view", 4, 4),
    ("sequence", 3, 3),
    ("index", 4, 5),
    ("enum", 3, 2),
    ("domain", 3, 2),
    ("range", 2, 2),
    ("composite", 3, 2),
    ("routine", 5, 5),
    ("column", 12, 9),
    ("view column", 5, 0),
    ("materialized view column", 3, 0),
    ("attribute", 3, 3),
    ("label", 4, 0),
    ("constraint", 5, 6),
    ("domain constraint", 3, 3),
    ("trigger", 3, 3),
    ("policy", 3, 3),
    ("rule", 3, 3),
    ("statistics", 3, 3),
];

pub fn acts() -> Vec<Act> {
    let mut acts = Vec::new();
    for (kind, renamed, dropped) in KINDS {
        acts.push(act(format!("rename {kind}"), renamed, move |maker| rename(maker, kind)));
        if dropped > 0 {
            acts.push(act(format!("drop {kind}"), dropped, move |maker| drop(maker, kind)));
        }
        if kind != "label" && !kind.starts_with("materialized view c") {
            acts.push(act(format!("comment on {kind}"), 1, move |maker| comment(maker, kind)));
        }
        if moves(kind) {
            acts.push(act(format!("move {kind}"), 2, move |maker| relocate(maker, kind)));
        }
    }
    for kind in ["table", "view", "column", "enum", "routine", "label", "constraint", "index"] {
        acts.push(act(format!("swap {kind}"), 2, move |maker| swap(maker, kind)));
    }
    acts
}

fn moves(kind: &str) -> bool {
    let kinds = ["table", "view", "materialized view", "sequence", "enum", "domain", "range"];
    kinds.contains(&kind) || ["composite", "routine", "statistics"].contains(&kind)
}

/// Schemas that a walk leaves alone are no choice.
fn some<'a>(maker: &mut Maker<'a>, kind: &str) -> Option<&'a Thing> {
    maker.such(kind, |thing| thing.own != "public" || thing.kind != "schema")
}

/// An object as ALTER, DROP and COMMENT name it, or the table or type that a part of one is altered by.
fn object(thing: &Thing) -> String {
    let (full, own, of) = (thing.full(), &thing.own, &thing.of);
    match thing.kind.as_str() {
        "schema" => format!("SCHEMA {own}"),
        "enum" | "range" | "composite" => format!("TYPE {full}"),
        "routine" => format!("{} {full}({})", routine(thing), thing.more),
        "column" | "constraint" => format!("TABLE {of}"),
        "view column" => format!("VIEW {of}"),
        "materialized view column" => format!("MATERIALIZED VIEW {of}"),
        "attribute" | "label" => format!("TYPE {of}"),
        "domain constraint" => format!("DOMAIN {of}"),
        "trigger" | "policy" | "rule" => format!("{} {own} ON {of}", thing.kind.to_uppercase()),
        kind => format!("{} {full}", kind.to_uppercase()),
    }
}

fn routine(thing: &Thing) -> &'static str {
    match &thing.extra[..1] {
        "a" => "AGGREGATE",
        "p" => "PROCEDURE",
        _ => "FUNCTION",
    }
}

/// What stands between the object and its new name.
fn renames(thing: &Thing) -> String {
    let own = &thing.own;
    match thing.kind.as_str() {
        "column" | "view column" | "materialized view column" => format!("RENAME COLUMN {own} TO"),
        "constraint" | "domain constraint" => format!("RENAME CONSTRAINT {own} TO"),
        "attribute" => format!("RENAME ATTRIBUTE {own} TO"),
        "label" => format!("RENAME VALUE {own} TO"),
        _ => "RENAME TO".to_owned(),
    }
}

fn statement(thing: &Thing, name: &str) -> String {
    let end = if thing.kind == "attribute" { " CASCADE" } else { "" };
    format!("ALTER {} {} {name}{end};", object(thing), renames(thing))
}

fn new_name(maker: &mut Maker, thing: &Thing) -> String {
    match thing.kind.as_str() {
        "schema" => maker.schema_name(),
        "column" | "view column" | "materialized view column" => maker.column_name(&thing.of),
        "attribute" => maker.attribute_name(&thing.of),
        "label" => label(maker, &thing.of),
        "constraint" | "domain constraint" | "trigger" | "policy" | "rule" | "statistics" => {
            maker.part_name(&thing.kind, &thing.of)
        }
        "index" => maker.part_name("index", &thing.of),
        _ => maker.name_in(&thing.schema),
    }
}

/// A value that an enum does not have.
pub fn label(maker: &mut Maker, of: &str) -> String {
    let taken: Vec<&str> = maker.parts("label", of).iter().map(|t| t.own.as_str()).collect();
    let pool = ["'new'", "'open'", "'Done'", "'it''s'", "'a \"b\"'", "'late'", "'x'", "'zero'"];
    let free: Vec<&str> = pool.into_iter().filter(|name| !taken.contains(name)).collect();
    if free.is_empty() { "'more'".to_owned() } else { maker.one(&free).to_owned() }
}

fn rename(maker: &mut Maker, kind: &str) -> Option<String> {
    let thing = some(maker, kind).filter(|thing| !thing.is('h') || kind != "column")?;
    let name = new_name(maker, thing);
    Some(statement(thing, &name))
}

fn drop(maker: &mut Maker, kind: &str) -> Option<String> {
    let thing = some(maker, kind)?;
    if kind == "index" && thing.is('k') || kind == "column" && thing.is('h') {
        return None;
    }
    let cascade = if maker.chance(40) { " CASCADE" } else { "" };
    let own = &thing.own;
    Some(match kind {
        "column" => format!("ALTER {} DROP COLUMN {own}{cascade};", object(thing)),
        "attribute" => format!("ALTER {} DROP ATTRIBUTE {own} CASCADE;", object(thing)),
        "constraint" | "domain constraint" => {
            format!("ALTER {} DROP CONSTRAINT {own}{cascade};", object(thing))
        }
        "schema" if maker.chance(70) => return None,
        "statistics" | "policy" => format!("DROP {};", object(thing)),
        _ => format!("DROP {}{cascade};", object(thing)),
    })
}

fn relocate(maker: &mut Maker, kind: &str) -> Option<String> {
    let thing = maker.thing(kind)?;
    let schema = maker.such("schema", |schema| schema.own != thing.schema)?;
    Some(format!("ALTER {} SET SCHEMA {};", object(thing), schema.own))
}

fn comment(maker: &mut Maker, kind: &str) -> Option<String> {
    let thing = some(maker, kind)?;
    let object = match kind {
        "column" | "view column" | "attribute" => format!("COLUMN {}.{}", thing.of, thing.own),
        "constraint" => format!("CONSTRAINT {} ON {}", thing.own, thing.of),
        "domain constraint" => format!("CONSTRAINT {} ON DOMAIN {}", thing.own, thing.of),
        _ => object(thing),
    };
    let text = maker.one(&["'one'", "'it''s two'", "E'three\\nlines; -- no comment'", "NULL"]);
    Some(format!("COMMENT ON {object} IS {text};"))
}

/// Two of a kind get each other's names.
fn swap(maker: &mut Maker, kind: &str) -> Option<String> {
    let one = maker.such(kind, |thing| !(kind == "column" && thing.is('h')))?;
    let other = maker.such(kind, |thing| {
        let same = thing.own == one.own || kind == "column" && thing.is('h');
        let place = thing.schema == one.schema && (kind == "index" || thing.of == one.of);
        !same && (place || kind == "table" || kind == "routine") && thing.schema == one.schema
    })?;
    let between = if kind == "label" { "'between'" } else { "between" };
    let mut moved = one.clone();
    moved.own = between.to_owned();
    Some(format!(
        "{}\n{}\n{}",
        statement(one, between),
        statement(other, &one.own),
        statement(&moved, &other.own)
    ))
}
