//! Constraints, indexes, statistics and sequences.

use super::acts::{Act, act};
use super::model::{Maker, Thing};

pub fn acts() -> Vec<Act> {
    vec![
        act("add primary key", 7, |m| key(m, "PRIMARY KEY")),
        act("add unique", 6, |m| key(m, "UNIQUE")),
        act("add check", 8, check),
        act("add foreign key", 12, foreign_key),
        act("validate constraint", 4, validate),
        act("change constraint", 3, change_constraint),
        act("key using index", 3, key_using_index),
        act("create index", 9, index),
        act("create unique index", 4, unique_index),
        act("create expression index", 5, expression_index),
        act("create partial index", 5, partial_index),
        act("create index with include", 4, index_with_include),
        act("set options of index", 3, index_options),
        act("set statistics of index", 2, index_statistics),
        act("cluster on", 2, cluster),
        act("create statistics", 4, statistics),
        act("change statistics", 3, change_statistics),
        act("create sequence", 5, sequence),
        act("change sequence", 5, change_sequence),
        act("own sequence", 3, own_sequence),
    ]
}

/// `CONSTRAINT name `, or nothing: then the server chooses one.
fn named(maker: &mut Maker, table: &str) -> String {
    match maker.chance(60) {
        true => format!("CONSTRAINT {} ", maker.part_name("constraint", table)),
        false => String::new(),
    }
}

fn list(of: &[&Thing]) -> String {
    of.iter().map(|thing| thing.own.as_str()).collect::<Vec<_>>().join(", ")
}

/// Some columns of a table: their list, and the table.
fn some_columns(maker: &mut Maker) -> Option<(String, String)> {
    let table = maker.thing("table")?.full();
    let mut columns = maker.columns(&table);
    columns = maker.some(columns);
    columns.truncate(2);
    (!columns.is_empty()).then(|| (list(&columns), table))
}

fn key(maker: &mut Maker, sort: &str) -> Option<String> {
    let (columns, table) = some_columns(maker)?;
    let name = named(maker, &table);
    let end = maker.one(&["", "", " DEFERRABLE INITIALLY DEFERRED", " WITH (fillfactor = 80)"]);
    Some(format!("ALTER TABLE {table} ADD {name}{sort} ({columns}){end};"))
}

fn check(maker: &mut Maker) -> Option<String> {
    let column = maker.thing("column")?;
    let (name, condition) = (named(maker, &column.of), maker.condition(column));
    let end = maker.one(&["", "", "", " NOT VALID", " NO INHERIT"]);
    Some(format!("ALTER TABLE {} ADD {name}CHECK ({condition}){end};", column.of))
}

fn foreign_key(maker: &mut Maker) -> Option<String> {
    let single = |k: &Thing| "pu".contains(&k.extra[..1]) && !k.more.contains(", ");
    let key = maker.such("constraint", single)?;
    let ty =
        maker.things.iter().find(|t| t.kind == "column" && t.of == key.of && t.own == key.more)?;
    let column =
        maker.such("column", |c| c.extra == ty.extra && (c.of != ty.of || c.own != ty.own))?;
    let name = named(maker, &column.of);
    let end = maker.one(&[
        "",
        "",
        " ON DELETE CASCADE",
        " ON UPDATE SET NULL",
        " DEFERRABLE",
        " NOT VALID",
        " DEFERRABLE INITIALLY DEFERRED",
    ]);
    let (of, own) = (&column.of, &column.own);
    Some(format!(
        "ALTER TABLE {of} ADD {name}FOREIGN KEY ({own}) REFERENCES {} ({}){end};",
        key.of, key.more
    ))
}

fn validate(maker: &mut Maker) -> Option<String> {
    let key = maker.such("constraint", |k| k.is('N'))?;
    Some(format!("ALTER TABLE {} VALIDATE CONSTRAINT {};", key.of, key.own))
}

fn change_constraint(maker: &mut Maker) -> Option<String> {
    let key = maker.such("constraint", |k| k.is('f') && !k.is('h'))?;
    let to = maker.one(&["DEFERRABLE", "NOT DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"]);
    Some(format!("ALTER TABLE {} ALTER CONSTRAINT {} {to};", key.of, key.own))
}

/// Not of one with NULLS NOT DISTINCT: the dump of such a primary key cannot be restored.
fn key_using_index(maker: &mut Maker) -> Option<String> {
    let index = maker.such("index", |i| i.is('u') && !i.is('k') && !i.is('N'))?;
    let (sort, name) = (maker.one(&["UNIQUE", "PRIMARY KEY"]), named(maker, &index.of));
    Some(format!("ALTER TABLE {} ADD {name}{sort} USING INDEX {};", index.of, index.own))
}

/// A table or materialized view, and columns of it.
fn indexed<'a>(maker: &mut Maker<'a>) -> Option<(String, Vec<&'a Thing>)> {
    let kind = maker.one(&["table", "table", "table", "materialized view"]);
    let relation = maker.thing(kind)?.full();
    let columns = maker.columns(&relation);
    let columns = maker.some(columns);
    (!columns.is_empty()).then_some((relation, columns))
}

fn index_on(maker: &mut Maker, relation: &str, sort: &str, rest: &str) -> Option<String> {
    let name = match maker.chance(70) {
        true => maker.part_name("index", relation),
        false => String::new(),
    };
    Some(format!("CREATE {sort} {name} ON {relation} {rest};"))
}

fn index(maker: &mut Maker) -> Option<String> {
    let (relation, columns) = indexed(maker)?;
    let order = maker.one(&["", "", " DESC", " DESC NULLS LAST", " NULLS FIRST"]);
    index_on(maker, &relation, "INDEX", &format!("({}{order})", list(&columns)))
}

fn unique_index(maker: &mut Maker) -> Option<String> {
    let (relation, columns) = indexed(maker)?;
    let end = maker.one(&["", "", " NULLS NOT DISTINCT"]);
    index_on(maker, &relation, "UNIQUE INDEX", &format!("({}){end}", list(&columns)))
}

fn expression_index(maker: &mut Maker) -> Option<String> {
    let column = maker.thing("column")?;
    let own = &column.own;
    let function = maker.such("routine", |r| r.more == "n integer" && r.extra == "f:integer");
    let expression = match (column.extra.as_str(), function) {
        ("integer", Some(function)) if maker.chance(50) => format!("{}({own})", function.full()),
        ("integer" | "bigint" | "numeric", _) => format!("({own} + 1)"),
        ("text", _) => format!("lower({own})"),
        _ => format!("({own} IS NULL)"),
    };
    index_on(maker, &column.of, "INDEX", &format!("({expression})"))
}

fn partial_index(maker: &mut Maker) -> Option<String> {
    let column = maker.thing("column")?;
    let (own, condition) = (&column.own, maker.condition(column));
    let unique = maker.one(&["INDEX", "UNIQUE INDEX"]);
    index_on(maker, &column.of, unique, &format!("({own}) WHERE {condition}"))
}

fn index_with_include(maker: &mut Maker) -> Option<String> {
    let (relation, columns) = indexed(maker)?;
    let (first, rest) = columns.split_first()?;
    (!rest.is_empty()).then_some(())?;
    index_on(maker, &relation, "INDEX", &format!("({}) INCLUDE ({})", first.own, list(rest)))
}

fn index_options(maker: &mut Maker) -> Option<String> {
    let index = maker.thing("index")?;
    let action =
        maker.one(&["SET (fillfactor = 60)", "SET (fillfactor = 75)", "RESET (fillfactor)"]);
    Some(format!("ALTER INDEX {} {action};", index.full()))
}

fn index_statistics(maker: &mut Maker) -> Option<String> {
    let index = maker.such("index", |i| i.is('e'))?;
    let target = maker.one(&["20", "300", "-1"]);
    Some(format!("ALTER INDEX {} ALTER COLUMN 1 SET STATISTICS {target};", index.full()))
}

fn cluster(maker: &mut Maker) -> Option<String> {
    let index = maker.thing("index")?;
    Some(match maker.chance(70) {
        true => format!("ALTER TABLE {} CLUSTER ON {};", index.of, index.own),
        false => format!("ALTER TABLE {} SET WITHOUT CLUSTER;", index.of),
    })
}

fn statistics(maker: &mut Maker) -> Option<String> {
    let table = maker.thing("table")?;
    let columns = maker.columns(&table.full());
    let columns = maker.some(columns);
    let name = maker.part_name("statistics", &table.full());
    let kinds = maker.one(&["", "", " (ndistinct)", " (dependencies, mcv)"]);
    (columns.len() > 1).then(|| {
        format!(
            "CREATE STATISTICS {}.{name}{kinds} ON {} FROM {};",
            table.schema,
            list(&columns),
            table.full()
        )
    })
}

fn change_statistics(maker: &mut Maker) -> Option<String> {
    let target = maker.one(&["50", "200", "-1"]);
    Some(format!("ALTER STATISTICS {} SET STATISTICS {target};", maker.thing("statistics")?.full()))
}

fn sequence(maker: &mut Maker) -> Option<String> {
    let options =
        maker.one(&["", " AS smallint", " INCREMENT BY 3 MINVALUE 2 CYCLE", " START WITH 7"]);
    Some(format!("CREATE SEQUENCE {}{options};", maker.new_name()))
}

fn change_sequence(maker: &mut Maker) -> Option<String> {
    let options = maker.one(&[
        "INCREMENT BY 2",
        "AS bigint",
        "AS integer",
        "MAXVALUE 1000",
        "NO MAXVALUE CACHE 5",
        "CYCLE",
        "NO CYCLE START WITH 3",
    ]);
    Some(format!("ALTER SEQUENCE {} {options};", maker.thing("sequence")?.full()))
}

fn own_sequence(maker: &mut Maker) -> Option<String> {
    let sequence = maker.thing("sequence")?;
    let column = maker.such("column", |c| c.schema == sequence.schema);
    let owner = match column {
        Some(column) if maker.chance(70) => format!("{}.{}", column.of, column.own),
        _ => "NONE".to_owned(),
    };
    Some(format!("ALTER SEQUENCE {} OWNED BY {owner};", sequence.full()))
}
