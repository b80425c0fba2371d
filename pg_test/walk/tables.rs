//! Tables and columns, partitions and inheritance.

use super::acts::{Act, act};
use super::model::{Maker, Thing};

pub fn acts() -> Vec<Act> {
    vec![
        act("create schema", 3, |m| Some(format!("CREATE SCHEMA {};", m.schema_name()))),
        act("create table", 16, create),
        act("create partitioned table", 5, create_partitioned),
        act("create partition", 7, create_partition),
        act("create table like", 3, create_like),
        act("attach partition", 6, attach),
        act("detach partition", 4, detach),
        act("create heir", 4, create_heir),
        act("inherit", 4, inherit),
        act("no inherit", 2, no_inherit),
        act("add column", 14, add_column),
        act("add generated column", 4, add_generated),
        act("add identity column", 4, add_identity),
        act("change type", 14, change_type),
        act("set default", 7, set_default),
        act("drop default", 4, |m| flagged(m, 'd', "DROP DEFAULT")),
        act("set not null", 6, |m| column(m, |c| !c.is('n'), "SET NOT NULL")),
        act("drop not null", 5, |m| flagged(m, 'n', "DROP NOT NULL")),
        act("change identity", 3, change_identity),
        act("drop identity", 2, |m| flagged(m, 'i', "DROP IDENTITY")),
        act("drop expression", 2, |m| flagged(m, 'g', "DROP EXPRESSION")),
        act("set statistics of column", 2, |m| column(m, |_| true, "SET STATISTICS 77")),
        act("set storage", 2, set_storage),
        act("set options of table", 2, |m| {
            plain(m, "SET (fillfactor = #, autovacuum_enabled = false)")
        }),
        act("reset options of table", 1, |m| plain(m, "RESET (fillfactor)")),
        act("set unlogged", 1, |m| plain(m, "SET UNLOGGED")),
        act("set logged", 1, |m| plain(m, "SET LOGGED")),
        act("row security", 2, row_security),
        act("replica identity", 2, replica_identity),
        act("table becomes a view", 1, becomes_view),
    ]
}

/// A column's clause, with what comes with it.
fn clause(maker: &mut Maker, name: &str) -> String {
    let ty = maker.column_type();
    let mut clause = format!("{name} {ty}");
    if maker.chance(25)
        && let Some(value) = maker.value(&ty)
    {
        clause += &format!(" DEFAULT {value}");
        if maker.chance(40) {
            clause += " NOT NULL";
        }
    }
    clause
}

/// Clauses of a new table's columns; some are the usual serial number.
fn clauses(maker: &mut Maker) -> Vec<String> {
    let count = 1 + maker.random.usize(..5);
    let names = maker.column_names(count);
    let mut clauses = Vec::new();
    for (position, name) in names.into_iter().enumerate() {
        clauses.push(match maker.number(12) {
            0..4 if position == 0 => format!("{name} integer PRIMARY KEY"),
            4 if position == 0 => format!("{name} serial"),
            5 if position == 0 => {
                format!("{name} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
            }
            _ => clause(maker, name),
        });
    }
    clauses
}

fn create(maker: &mut Maker) -> Option<String> {
    let (name, clauses) = (maker.new_name(), clauses(maker));
    let unlogged = if maker.chance(5) { "UNLOGGED " } else { "" };
    Some(format!("CREATE {unlogged}TABLE {name} ({});", clauses.join(", ")))
}

fn create_partitioned(maker: &mut Maker) -> Option<String> {
    let (name, count) = (maker.new_name(), maker.random.usize(..3));
    let names = maker.column_names(count + 1);
    let mut clauses: Vec<String> = names[1..].iter().map(|name| clause(maker, name)).collect();
    let key = if maker.chance(40) { " PRIMARY KEY" } else { "" };
    clauses.insert(0, format!("{} integer{key}", names[0]));
    let strategy = maker.one(&["RANGE", "LIST", "HASH"]);
    let columns = clauses.join(", ");
    Some(format!("CREATE TABLE {name} ({columns}) PARTITION BY {strategy} ({});", names[0]))
}

/// A bound that may overlap those that are there: then it is refused.
fn bound(maker: &mut Maker, strategy: &str) -> String {
    let n = maker.number(4);
    match strategy {
        "h" => format!("FOR VALUES WITH (modulus 4, remainder {n})"),
        "l" if n == 0 => "FOR VALUES IN (0, 1, NULL)".to_owned(),
        _ if maker.chance(15) => "DEFAULT".to_owned(),
        "l" => format!("FOR VALUES IN ({}, {})", 10 * n, 10 * n + 1),
        _ => format!("FOR VALUES FROM ({}) TO ({})", 10 * n, 10 * n + 10),
    }
}

fn create_partition(maker: &mut Maker) -> Option<String> {
    let parent = maker.such("table", |t| t.is('p'))?;
    let (name, bound) = (maker.new_name(), bound(maker, &parent.more));
    Some(format!("CREATE TABLE {name} PARTITION OF {} {bound};", parent.full()))
}

fn create_like(maker: &mut Maker) -> Option<String> {
    let like = maker.such("table", |t| t.is('p')).filter(|_| maker.chance(70));
    let like = like.or_else(|| maker.thing("table"))?;
    let including = maker.one(&["INCLUDING ALL", "INCLUDING DEFAULTS", "INCLUDING CONSTRAINTS"]);
    Some(format!("CREATE TABLE {} (LIKE {} {including});", maker.new_name(), like.full()))
}

/// Name and type of each column.
fn shape(maker: &Maker, table: &Thing) -> Vec<(String, String)> {
    let columns = maker.columns(&table.full());
    columns.iter().map(|c| (c.own.clone(), c.extra.clone())).collect()
}

fn attach(maker: &mut Maker) -> Option<String> {
    let parent = maker.such("table", |t| t.is('p'))?;
    let like = shape(maker, parent);
    let fitting: Vec<&Thing> = maker
        .things
        .iter()
        .filter(|t| t.kind == "table" && t.full() != parent.full() && t.of.is_empty())
        .filter(|t| !t.is('P') && shape(maker, t) == like)
        .collect();
    if fitting.is_empty() {
        return None;
    }
    let (child, bound) = (maker.one(&fitting), bound(maker, &parent.more));
    Some(format!("ALTER TABLE {} ATTACH PARTITION {} {bound};", parent.full(), child.full()))
}

fn detach(maker: &mut Maker) -> Option<String> {
    let child = maker.such("table", |t| t.is('c'))?;
    Some(format!("ALTER TABLE {} DETACH PARTITION {};", child.of, child.full()))
}

fn create_heir(maker: &mut Maker) -> Option<String> {
    let parent = maker.such("table", |t| !t.is('p') && !t.is('c'))?;
    let own = maker.column_name(&parent.full());
    let own = if maker.chance(50) { clause(maker, &own) } else { String::new() };
    Some(format!("CREATE TABLE {} ({own}) INHERITS ({});", maker.new_name(), parent.full()))
}

fn inherit(maker: &mut Maker) -> Option<String> {
    let parent = maker.such("table", |t| !t.is('p') && !t.is('c'))?;
    let wanted = shape(maker, parent);
    let fitting: Vec<&Thing> = maker
        .things
        .iter()
        .filter(|t| t.kind == "table" && t.full() != parent.full() && t.of.is_empty())
        .filter(|t| {
            !t.is('p')
                && shape(maker, t).iter().filter(|c| wanted.contains(c)).count() == wanted.len()
        })
        .collect();
    if fitting.is_empty() {
        return None;
    }
    let child = maker.one(&fitting);
    Some(format!("ALTER TABLE {} INHERIT {};", child.full(), parent.full()))
}

/// Only of tables that have nothing but what they inherit. Where an heir with columns of its own is made by
/// `INHERITS`, as a dump does it, inherited columns come first, in whichever order they were added to
/// the source's; no dump shows that until they are no longer inherited.
fn no_inherit(maker: &mut Maker) -> Option<String> {
    let child = maker.such("table", |t| t.is('h'))?;
    let inherited = |c: &&Thing| c.is('h') && !c.is('l');
    if !maker.columns(&child.full()).iter().all(inherited) {
        return None;
    }
    Some(format!("ALTER TABLE {} NO INHERIT {};", child.full(), child.of))
}

fn add_column(maker: &mut Maker) -> Option<String> {
    let table = maker.such("table", |t| !t.is('c'))?.full();
    let name = maker.column_name(&table);
    let clause = clause(maker, &name);
    Some(format!("ALTER TABLE {table} ADD COLUMN {clause};"))
}

fn add_generated(maker: &mut Maker) -> Option<String> {
    let of = maker.such("column", |c| {
        !c.is('g') && ["integer", "bigint", "text", "numeric"].contains(&c.extra.as_str())
    })?;
    let (name, own) = (maker.column_name(&of.of), &of.own);
    let expression =
        if of.extra == "text" { format!("upper({own})") } else { format!("{own} + 1") };
    Some(format!(
        "ALTER TABLE {} ADD COLUMN {name} {} GENERATED ALWAYS AS ({expression}) STORED;",
        of.of, of.extra
    ))
}

fn add_identity(maker: &mut Maker) -> Option<String> {
    let table = maker.such("table", |t| t.extra.is_empty())?.full();
    let name = maker.column_name(&table);
    let kind = maker.one(&["ALWAYS", "BY DEFAULT"]);
    let options = maker.one(&["", " (START WITH 10)", " (INCREMENT BY 5 CACHE 3)"]);
    Some(format!(
        "ALTER TABLE {table} ADD COLUMN {name} integer GENERATED {kind} AS IDENTITY{options};"
    ))
}

fn change_type(maker: &mut Maker) -> Option<String> {
    let column = maker.such("column", |c| !c.is('h') && !c.is('g') && !c.is('k'))?;
    let old = column.extra.as_str();
    let ty = match old {
        "integer" if maker.chance(60) => maker.one(&["bigint", "numeric", "text"]).to_owned(),
        "bigint" if maker.chance(60) => maker.one(&["integer", "numeric", "text"]).to_owned(),
        _ if old.starts_with("character") && maker.chance(60) => {
            maker.one(&["text", "character varying(40)", "character varying(60)"]).to_owned()
        }
        _ if old.starts_with("timestamp") => {
            maker.one(&["timestamp without time zone", "timestamp with time zone"]).to_owned()
        }
        _ if maker.chance(40) => "text".to_owned(),
        _ => maker.column_type(),
    };
    let own = &column.own;
    let using = if maker.chance(70) { format!(" USING {own}::text::{ty}") } else { String::new() };
    (ty != old).then(|| format!("ALTER TABLE {} ALTER COLUMN {own} TYPE {ty}{using};", column.of))
}

fn set_default(maker: &mut Maker) -> Option<String> {
    let column = maker.such("column", |c| !c.is('g') && !c.is('i'))?;
    let mut value = maker.value(&column.extra)?;
    if ["integer", "bigint", "numeric"].contains(&column.extra.as_str()) {
        if maker.chance(25)
            && let Some(sequence) = maker.thing("sequence")
        {
            value = format!("nextval('{}')", sequence.full().replace('\'', "''"));
        } else if maker.chance(25)
            && let Some(function) =
                maker.such("routine", |r| r.more == "n integer" && r.extra == "f:integer")
        {
            value = format!("{}(1)", function.full());
        }
    }
    Some(format!("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {value};", column.of, column.own))
}

fn column(maker: &mut Maker, fits: impl Fn(&Thing) -> bool, action: &str) -> Option<String> {
    let column = maker.such("column", |c| !c.is('h') && !c.is('k') && fits(c))?;
    Some(format!("ALTER TABLE {} ALTER COLUMN {} {action};", column.of, column.own))
}

fn flagged(maker: &mut Maker, flag: char, action: &str) -> Option<String> {
    column(maker, |c| c.is(flag), action)
}

fn change_identity(maker: &mut Maker) -> Option<String> {
    let actions = ["SET GENERATED ALWAYS", "SET GENERATED BY DEFAULT", "SET INCREMENT BY 3"];
    let action = maker.one(&actions);
    flagged(maker, 'i', action)
}

fn set_storage(maker: &mut Maker) -> Option<String> {
    let storage = maker.one(&["SET STORAGE EXTERNAL", "SET STORAGE MAIN", "SET COMPRESSION pglz"]);
    column(maker, |c| ["text", "jsonb", "bytea", "text[]"].contains(&c.extra.as_str()), storage)
}

/// An action that partitioned tables do not take.
fn plain(maker: &mut Maker, action: &str) -> Option<String> {
    let table = maker.such("table", |t| !t.is('p'))?;
    let number = maker.one(&["50", "70", "90"]);
    Some(format!("ALTER TABLE {} {};", table.full(), action.replace('#', number)))
}

fn row_security(maker: &mut Maker) -> Option<String> {
    let action = maker.one(&["ENABLE", "ENABLE", "DISABLE", "FORCE", "NO FORCE"]);
    Some(format!("ALTER TABLE {} {action} ROW LEVEL SECURITY;", maker.thing("table")?.full()))
}

fn replica_identity(maker: &mut Maker) -> Option<String> {
    let table = maker.such("table", |t| !t.is('p'))?;
    let index = maker.such("index", |i| i.of == table.full() && i.is('u'));
    let identity = match index {
        Some(index) if maker.chance(50) => format!("USING INDEX {}", index.own),
        _ => maker.one(&["FULL", "NOTHING", "DEFAULT"]).to_owned(),
    };
    Some(format!("ALTER TABLE {} REPLICA IDENTITY {identity};", table.full()))
}

fn becomes_view(maker: &mut Maker) -> Option<String> {
    let table = maker.thing("table")?.full();
    let of = maker.such("table", |t| t.full() != table)?.full();
    Some(format!("DROP TABLE {table} CASCADE;\nCREATE VIEW {table} AS SELECT * FROM {of};"))
}
