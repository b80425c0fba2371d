//! Views and materialized views.

use super::acts::{Act, act};
use super::model::{Maker, Thing};

pub fn acts() -> Vec<Act> {
    vec![
        act("create view", 16, create),
        act("create materialized view", 8, create_materialized),
        act("append column to view", 4, append),
        act("change query of view", 5, change_query),
        act("drop column of view", 4, drop_column),
        act("change query of materialized view", 3, change_materialized),
        act("set options of view", 3, options),
        act("set options of materialized view", 2, options_of_materialized),
        act("set default of view column", 2, default),
        act("view becomes materialized", 2, becomes_materialized),
    ]
}

fn list(of: &[&Thing], alias: &str) -> String {
    of.iter().map(|t| format!("{alias}.{}", t.own)).collect::<Vec<_>>().join(", ")
}

/// A query over what there is.
fn query(maker: &mut Maker) -> Option<String> {
    let of = maker.relation()?;
    let all = maker.columns(&of.full());
    let columns = maker.some(all);
    let first = *columns.first()?;
    let (from, chosen, own) = (of.full(), list(&columns, "q"), &first.own);
    Some(match maker.number(11) {
        0 => format!("SELECT * FROM {from}"),
        1 => {
            let condition = maker.condition(first);
            format!("SELECT {own} FROM {from} WHERE {condition}")
        }
        2 => format!("SELECT {own}, count(*) AS n FROM {from} GROUP BY {own}"),
        3 => format!("SELECT {chosen} FROM {from} q UNION ALL SELECT {chosen} FROM {from} q"),
        4 => format!("WITH w AS (SELECT {chosen} FROM {from} q) SELECT * FROM w ORDER BY 1"),
        5 => {
            let function =
                maker.such("routine", |r| r.more == "n integer" && r.extra == "f:integer")?;
            format!("SELECT {chosen}, {}(1) AS n FROM {from} q", function.full())
        }
        6 => grouped_by_key(maker)?,
        7 | 8 => joined(maker, &from, own)?,
        9 => {
            let other = maker.relation()?.full();
            format!("SELECT {chosen} FROM {from} q WHERE EXISTS (SELECT FROM {other} o)")
        }
        _ => format!("SELECT {chosen} FROM {from} q"),
    })
}

fn joined(maker: &mut Maker, from: &str, own: &str) -> Option<String> {
    let other = maker.relation()?;
    let columns = maker.columns(&other.full());
    let column = maker.some(columns).first()?.own.clone();
    let on = maker.one(&[
        "CROSS JOIN # y",
        "LEFT JOIN # y ON true",
        "JOIN LATERAL (SELECT * FROM #) y ON x IS NOT NULL",
    ]);
    let on = on.replace('#', &other.full());
    Some(format!("SELECT x.{own} AS one, y.{column} AS two FROM {from} x {on}"))
}

/// Its columns depend on the key.
fn grouped_by_key(maker: &mut Maker) -> Option<String> {
    let key = maker.such("constraint", |k| k.is('p') && !k.is('h'))?;
    let columns = maker.columns(&key.of);
    let columns = maker.some(columns);
    let (chosen, own) = (list(&columns, "g"), key.more.replace(", ", ", g."));
    Some(format!("SELECT {chosen}, count(*) AS n FROM {} g GROUP BY g.{own}", key.of))
}

fn create(maker: &mut Maker) -> Option<String> {
    let query = query(maker)?;
    let options =
        maker.one(&["", "", "", "", " WITH (security_barrier)", " WITH (security_invoker = true)"]);
    Some(format!("CREATE VIEW {}{options} AS {query};", maker.new_name()))
}

fn create_materialized(maker: &mut Maker) -> Option<String> {
    let query = query(maker)?;
    let end = maker.one(&["", "", " WITH NO DATA"]);
    Some(format!("CREATE MATERIALIZED VIEW {} AS {query}{end};", maker.new_name()))
}

/// The columns of a view, in order of names, from its own query.
fn again(maker: &Maker, view: &Thing, but: Option<&str>) -> Option<String> {
    let columns = maker.columns(&view.full());
    let kept: Vec<&Thing> = columns.into_iter().filter(|c| Some(c.own.as_str()) != but).collect();
    (!kept.is_empty()).then(|| format!("SELECT {} FROM ({}) q", list(&kept, "q"), view.more))
}

fn append(maker: &mut Maker) -> Option<String> {
    let view = maker.thing("view")?;
    let (full, name) = (view.full(), maker.column_name(&view.full()));
    let value = maker.one(&["1", "'x'::text", "now()", "NULL::date"]);
    Some(format!(
        "CREATE OR REPLACE VIEW {full} AS SELECT q.*, {value} AS {name} FROM ({}) q;",
        view.more
    ))
}

fn change_query(maker: &mut Maker) -> Option<String> {
    let view = maker.thing("view")?;
    let limit = maker.number(90);
    Some(format!(
        "CREATE OR REPLACE VIEW {} AS SELECT * FROM ({}) q LIMIT {limit};",
        view.full(),
        view.more
    ))
}

fn drop_column(maker: &mut Maker) -> Option<String> {
    let view = maker.thing("view")?;
    let column = maker.such("view column", |c| c.of == view.full())?;
    let query = again(maker, view, Some(&column.own))?;
    let (full, cascade) = (view.full(), if maker.chance(40) { " CASCADE" } else { "" });
    Some(format!("DROP VIEW {full}{cascade};\nCREATE VIEW {full} AS {query};"))
}

fn change_materialized(maker: &mut Maker) -> Option<String> {
    let view = maker.thing("materialized view")?;
    let query = again(maker, view, None)?;
    let (full, cascade) = (view.full(), if maker.chance(40) { " CASCADE" } else { "" });
    Some(format!(
        "DROP MATERIALIZED VIEW {full}{cascade};\nCREATE MATERIALIZED VIEW {full} AS {query} LIMIT 5;"
    ))
}

fn options(maker: &mut Maker) -> Option<String> {
    let action = maker.one(&[
        "SET (security_barrier = true)",
        "SET (security_invoker = true)",
        "RESET (security_barrier)",
        "SET (check_option = local)",
    ]);
    Some(format!("ALTER VIEW {} {action};", maker.thing("view")?.full()))
}

fn options_of_materialized(maker: &mut Maker) -> Option<String> {
    let action = maker.one(&["SET (fillfactor = 60)", "RESET (fillfactor)"]);
    Some(format!("ALTER MATERIALIZED VIEW {} {action};", maker.thing("materialized view")?.full()))
}

fn default(maker: &mut Maker) -> Option<String> {
    let column = maker.thing("view column")?;
    let value = maker.value(&column.extra)?;
    Some(format!("ALTER VIEW {} ALTER COLUMN {} SET DEFAULT {value};", column.of, column.own))
}

fn becomes_materialized(maker: &mut Maker) -> Option<String> {
    let view = maker.thing("view")?;
    let (full, query) = (view.full(), &view.more);
    let cascade = if maker.chance(40) { " CASCADE" } else { "" };
    Some(format!("DROP VIEW {full}{cascade};\nCREATE MATERIALIZED VIEW {full} AS {query};"))
}
