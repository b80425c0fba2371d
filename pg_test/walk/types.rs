//! Enums, domains, composite types and ranges.

use super::acts::{Act, act};
use super::model::{Maker, TYPES};
use super::names::label;

pub fn acts() -> Vec<Act> {
    vec![
        act("create enum", 5, create_enum),
        act("add value", 8, add_value),
        act("remove value", 3, remove_value),
        act("create domain", 5, create_domain),
        act("set default of domain", 3, default_of_domain),
        act("set not null of domain", 3, not_null_of_domain),
        act("add check to domain", 5, check_of_domain),
        act("validate domain constraint", 2, validate_domain),
        act("create composite", 4, create_composite),
        act("add attribute", 4, add_attribute),
        act("change attribute", 3, change_attribute),
        act("create typed table", 2, create_typed),
        act("create range", 3, create_range),
    ]
}

fn create_enum(maker: &mut Maker) -> Option<String> {
    let mut labels = vec!["'new'", "'open'", "'Done'", "'it''s'"];
    maker.random.shuffle(&mut labels);
    labels.truncate(1 + maker.number(4) as usize);
    Some(format!("CREATE TYPE {} AS ENUM ({});", maker.new_name(), labels.join(", ")))
}

fn add_value(maker: &mut Maker) -> Option<String> {
    let of = maker.thing("enum")?.full();
    let value = label(maker, &of);
    let beside = maker.such("label", |t| t.of == of);
    let place = match beside {
        Some(beside) if maker.chance(60) => {
            format!(" {} {}", maker.one(&["BEFORE", "AFTER"]), beside.own)
        }
        _ => String::new(),
    };
    Some(format!("ALTER TYPE {of} ADD VALUE {value}{place};"))
}

/// What people do who no longer want a value: another type takes the columns over. Columns with a default
/// are refused, then nothing is done.
fn remove_value(maker: &mut Maker) -> Option<String> {
    let old = maker.thing("enum")?;
    let labels = maker.parts("label", &old.full());
    (labels.len() > 1).then_some(())?;
    let left_out = maker.one(&labels).own.clone();
    let kept: Vec<&str> =
        labels.iter().map(|t| t.own.as_str()).filter(|own| *own != left_out).collect();
    let full = old.full();
    let columns = maker.things.iter().filter(|c| c.kind == "column" && c.extra == full);
    let moves: String = columns
        .map(|c| {
            let (of, own) = (&c.of, &c.own);
            format!("ALTER TABLE {of} ALTER COLUMN {own} TYPE {full} USING {own}::text::{full};\n")
        })
        .collect();
    Some(format!(
        "ALTER TYPE {full} RENAME TO retired;\nCREATE TYPE {full} AS ENUM ({});\n{moves}DROP TYPE {}.retired;",
        kept.join(", "),
        old.schema
    ))
}

fn create_domain(maker: &mut Maker) -> Option<String> {
    let base = maker.one(&["integer", "text", "numeric(10,2)", "character varying(20)", "date"]);
    let mut end = maker.one(&["", "", " NOT NULL"]).to_owned();
    if maker.chance(30)
        && let Some(value) = maker.value(base)
    {
        end += &format!(" DEFAULT {value}");
    }
    if maker.chance(40) {
        end += &format!(" {}", condition(maker, base));
    }
    Some(format!("CREATE DOMAIN {} AS {base}{end};", maker.new_name()))
}

fn condition(maker: &mut Maker, base: &str) -> String {
    match base {
        "integer" | "numeric(10,2)" | "numeric" => format!("CHECK (VALUE > -{})", maker.number(3)),
        "text" => "CHECK (length(VALUE) < 99)".to_owned(),
        _ => "CHECK (VALUE IS NOT NULL)".to_owned(),
    }
}

fn default_of_domain(maker: &mut Maker) -> Option<String> {
    let domain = maker.thing("domain")?;
    let action = match maker.value(&domain.extra) {
        Some(value) if maker.chance(65) => format!("SET DEFAULT {value}"),
        _ => "DROP DEFAULT".to_owned(),
    };
    Some(format!("ALTER DOMAIN {} {action};", domain.full()))
}

fn not_null_of_domain(maker: &mut Maker) -> Option<String> {
    let domain = maker.thing("domain")?;
    let action = if domain.more.contains('n') { "DROP" } else { "SET" };
    Some(format!("ALTER DOMAIN {} {action} NOT NULL;", domain.full()))
}

fn check_of_domain(maker: &mut Maker) -> Option<String> {
    let domain = maker.thing("domain")?;
    let condition = condition(maker, &domain.extra);
    let name = maker.part_name("domain constraint", &domain.full());
    let end = maker.one(&["", "", " NOT VALID"]);
    Some(format!("ALTER DOMAIN {} ADD CONSTRAINT {name} {condition}{end};", domain.full()))
}

fn validate_domain(maker: &mut Maker) -> Option<String> {
    let key = maker.such("domain constraint", |k| k.is('N'))?;
    Some(format!("ALTER DOMAIN {} VALIDATE CONSTRAINT {};", key.of, key.own))
}

fn create_composite(maker: &mut Maker) -> Option<String> {
    let count = 1 + maker.random.usize(..3);
    let names = maker.column_names(count);
    let attributes: Vec<String> =
        names.iter().map(|name| format!("{name} {}", maker.column_type())).collect();
    Some(format!("CREATE TYPE {} AS ({});", maker.new_name(), attributes.join(", ")))
}

fn add_attribute(maker: &mut Maker) -> Option<String> {
    let of = maker.thing("composite")?.full();
    let (name, ty) = (maker.attribute_name(&of), maker.column_type());
    Some(format!("ALTER TYPE {of} ADD ATTRIBUTE {name} {ty} CASCADE;"))
}

fn change_attribute(maker: &mut Maker) -> Option<String> {
    let attribute = maker.thing("attribute")?;
    let ty = maker.one(&TYPES);
    Some(format!(
        "ALTER TYPE {} ALTER ATTRIBUTE {} TYPE {ty} CASCADE;",
        attribute.of, attribute.own
    ))
}

fn create_typed(maker: &mut Maker) -> Option<String> {
    let of = maker.thing("composite")?.full();
    Some(format!("CREATE TABLE {} OF {of};", maker.new_name()))
}

fn create_range(maker: &mut Maker) -> Option<String> {
    let subtype = maker.one(&["integer", "text", "date", "numeric", "double precision"]);
    Some(format!("CREATE TYPE {} AS RANGE (subtype = {subtype});", maker.new_name()))
}
