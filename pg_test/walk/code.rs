//! Routines, triggers, policies and rules.

use super::acts::{Act, act};
use super::model::{Maker, Thing};

pub fn acts() -> Vec<Act> {
    vec![
        act("create function", 8, function),
        act("create atomic function", 6, atomic),
        act("create function over rows", 3, over_rows),
        act("create trigger function", 5, trigger_function),
        act("create procedure", 3, procedure),
        act("create aggregate", 2, aggregate),
        act("replace function", 6, replace),
        act("change atomic body", 3, change_atomic),
        act("change result", 3, change_result),
        act("rename argument", 3, rename_argument),
        act("set properties of routine", 4, properties),
        act("create trigger", 7, trigger),
        act("create constraint trigger", 2, constraint_trigger),
        act("replace trigger", 3, replace_trigger),
        act("enable trigger", 3, enable_trigger),
        act("create policy", 6, policy),
        act("change policy", 4, change_policy),
        act("create rule", 5, rule),
        act("replace rule", 2, replace_rule),
        act("enable rule", 2, enable_rule),
    ]
}

/// One that only counts: it can stand in an index, a default and a query that is run.
fn body(maker: &mut Maker) -> String {
    let number = maker.number(9);
    let cost = maker.one(&["", "", " COST 50", " STRICT", " PARALLEL SAFE"]);
    match maker.chance(50) {
        true => format!("LANGUAGE sql IMMUTABLE{cost} AS $$ SELECT n + {number} $$"),
        false => {
            format!("LANGUAGE plpgsql IMMUTABLE{cost} AS $$ BEGIN RETURN n * {number}; END $$")
        }
    }
}

fn function(maker: &mut Maker) -> Option<String> {
    let (name, body) = (maker.new_name(), body(maker));
    Some(match maker.number(6) {
        0 => {
            format!("CREATE FUNCTION {name}(n bigint, m integer DEFAULT 1) RETURNS bigint {body};")
        }
        1 => {
            let ty = maker.column_type();
            format!(
                "CREATE FUNCTION {name}(v {ty}) RETURNS text LANGUAGE sql AS $$ SELECT v::text $$;"
            )
        }
        _ => format!("CREATE FUNCTION {name}(n integer) RETURNS integer {body};"),
    })
}

fn atomic(maker: &mut Maker) -> Option<String> {
    let (name, of) = (maker.new_name(), maker.relation()?);
    let columns = maker.columns(&of.full());
    let first = *maker.some(columns).first()?;
    let (from, own, condition) = (of.full(), &first.own, maker.condition(first));
    let (result, body) = match maker.number(3) {
        0 => ("bigint".to_owned(), format!("RETURN (SELECT count(*) FROM {from});")),
        1 => (
            format!("SETOF {}", first.extra),
            format!("BEGIN ATOMIC SELECT q.{own} FROM {from} q WHERE {condition}; END;"),
        ),
        _ => (
            format!("TABLE (n bigint, v {})", first.extra),
            format!("BEGIN ATOMIC SELECT count(*), q.{own} FROM {from} q GROUP BY 2; END;"),
        ),
    };
    Some(format!("CREATE FUNCTION {name}() RETURNS {result} {body}"))
}

fn over_rows(maker: &mut Maker) -> Option<String> {
    let (name, of) = (maker.new_name(), maker.relation()?.full());
    Some(match maker.chance(50) {
        true => format!(
            "CREATE FUNCTION {name}(r {of}) RETURNS text LANGUAGE sql AS $$ SELECT r::text $$;"
        ),
        false => format!(
            "CREATE FUNCTION {name}() RETURNS SETOF {of} LANGUAGE sql AS $$ SELECT * FROM {of} $$;"
        ),
    })
}

fn trigger_function(maker: &mut Maker) -> Option<String> {
    let nothing = maker.one(&["", "NULL; ", "-- as it is\n"]);
    Some(format!(
        "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {nothing}RETURN NEW; END $$;",
        maker.new_name()
    ))
}

fn procedure(maker: &mut Maker) -> Option<String> {
    let (name, ty) = (maker.new_name(), maker.column_type());
    Some(format!("CREATE PROCEDURE {name}(v {ty}) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;"))
}

fn aggregate(maker: &mut Maker) -> Option<String> {
    let start = maker.one(&["", ", INITCOND = '1'"]);
    Some(format!(
        "CREATE AGGREGATE {}(integer) (SFUNC = int4pl, STYPE = integer{start});",
        maker.new_name()
    ))
}

/// A function that counts.
fn counting<'a>(maker: &mut Maker<'a>) -> Option<&'a Thing> {
    maker.such("routine", |r| {
        r.extra == "f:integer" && r.more.ends_with(" integer") && r.of != "atomic"
    })
}

fn replace(maker: &mut Maker) -> Option<String> {
    let routine = counting(maker)?;
    let argument = routine.more.split(' ').next().unwrap_or_default();
    let body = body(maker).replace(" n ", &format!(" {argument} "));
    Some(format!(
        "CREATE OR REPLACE FUNCTION {}({}) RETURNS integer {body};",
        routine.full(),
        routine.more
    ))
}

fn change_atomic(maker: &mut Maker) -> Option<String> {
    let routine = maker.such("routine", |r| r.of == "atomic" && r.extra == "f:bigint")?;
    let of = maker.relation()?.full();
    Some(format!(
        "CREATE OR REPLACE FUNCTION {}() RETURNS bigint RETURN (SELECT max(1) FROM {of});",
        routine.full()
    ))
}

/// Dropped and made anew, since a result cannot be replaced.
fn change_result(maker: &mut Maker) -> Option<String> {
    let routine = counting(maker)?;
    let (full, arguments) = (routine.full(), &routine.more);
    let (result, cascade) = (maker.one(&["bigint", "text"]), maker.one(&["", " CASCADE"]));
    Some(format!(
        "DROP FUNCTION {full}({arguments}){cascade};
CREATE FUNCTION {full}({arguments}) RETURNS {result} LANGUAGE sql IMMUTABLE AS $$ SELECT 7::{result} $$;"
    ))
}

fn rename_argument(maker: &mut Maker) -> Option<String> {
    let routine = counting(maker)?;
    let (full, arguments) = (routine.full(), &routine.more);
    let (name, cascade) = (maker.one(&["n", "\"N\"", "amount"]), maker.one(&["", " CASCADE"]));
    Some(format!(
        "DROP FUNCTION {full}({arguments}){cascade};
CREATE FUNCTION {full}({name} integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT {name} - 1 $$;"
    ))
}

fn properties(maker: &mut Maker) -> Option<String> {
    let routine = maker.such("routine", |r| r.extra.starts_with('f'))?;
    let properties = maker.one(&[
        "SECURITY DEFINER",
        "SECURITY INVOKER",
        "COST 10",
        "PARALLEL RESTRICTED",
        "SET search_path = pg_catalog",
        "RESET ALL",
        "STRICT",
        "CALLED ON NULL INPUT",
    ]);
    Some(format!("ALTER FUNCTION {}({}) {properties};", routine.full(), routine.more))
}

/// A function for triggers, as it is called.
fn fired(maker: &mut Maker) -> Option<String> {
    Some(maker.such("routine", |r| r.extra == "f:trigger")?.full())
}

/// A column of a table, for a trigger, with a condition on its new value.
fn guarded(maker: &mut Maker) -> Option<(String, String, String)> {
    let column = maker.such("column", |c| !c.is('g'))?;
    let new = Thing { own: format!("new.{}", column.own), ..column.clone() };
    Some((column.of.clone(), column.own.clone(), maker.condition(&new)))
}

fn trigger(maker: &mut Maker) -> Option<String> {
    let (function, (table, column, condition)) = (fired(maker)?, guarded(maker)?);
    let name = maker.part_name("trigger", &table);
    let head = match maker.number(4) {
        0 => format!("AFTER INSERT OR DELETE ON {table} FOR EACH STATEMENT"),
        1 => format!("BEFORE UPDATE OF {column} ON {table} FOR EACH ROW WHEN ({condition})"),
        2 => format!("BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition})"),
        _ => format!("AFTER UPDATE ON {table} FOR EACH ROW"),
    };
    let argument = maker.one(&["", "'it''s'"]);
    Some(format!("CREATE TRIGGER {name} {head} EXECUTE FUNCTION {function}({argument});"))
}

fn constraint_trigger(maker: &mut Maker) -> Option<String> {
    let (function, table) = (fired(maker)?, maker.such("table", |t| !t.is('p'))?.full());
    let name = maker.part_name("trigger", &table);
    let deferred = maker.one(&["", "DEFERRABLE INITIALLY DEFERRED "]);
    Some(format!(
        "CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON {table} {deferred}FOR EACH ROW EXECUTE FUNCTION {function}();"
    ))
}

fn replace_trigger(maker: &mut Maker) -> Option<String> {
    let (function, trigger) = (fired(maker)?, maker.thing("trigger")?);
    let (own, of) = (&trigger.own, &trigger.of);
    let event = maker.one(&["BEFORE DELETE", "AFTER UPDATE", "BEFORE INSERT OR UPDATE"]);
    Some(format!(
        "CREATE OR REPLACE TRIGGER {own} {event} ON {of} FOR EACH ROW EXECUTE FUNCTION {function}();"
    ))
}

fn enable_trigger(maker: &mut Maker) -> Option<String> {
    let trigger = maker.thing("trigger")?;
    let state = maker.one(&["DISABLE", "ENABLE", "ENABLE ALWAYS", "ENABLE REPLICA"]);
    Some(format!("ALTER TABLE {} {state} TRIGGER {};", trigger.of, trigger.own))
}

fn policy(maker: &mut Maker) -> Option<String> {
    let column = maker.thing("column")?;
    let (of, condition) = (&column.of, maker.condition(column));
    let name = maker.part_name("policy", of);
    let role = maker.one(&["", " TO postgres", " TO CURRENT_USER, PUBLIC"]);
    Some(match maker.number(4) {
        0 => format!("CREATE POLICY {name} ON {of} FOR INSERT{role} WITH CHECK ({condition});"),
        1 => format!("CREATE POLICY {name} ON {of} AS RESTRICTIVE{role} USING ({condition});"),
        2 => format!("CREATE POLICY {name} ON {of} FOR SELECT{role} USING ({condition});"),
        _ => format!(
            "CREATE POLICY {name} ON {of}{role} USING ({condition}) WITH CHECK ({condition});"
        ),
    })
}

fn change_policy(maker: &mut Maker) -> Option<String> {
    let policy = maker.such("policy", |p| p.extra != "a")?;
    let column = maker.such("column", |c| c.of == policy.of)?;
    let condition = maker.condition(column);
    let action = match maker.number(3) {
        0 => maker.one(&["TO postgres", "TO PUBLIC"]).to_owned(),
        _ => format!("USING ({condition})"),
    };
    Some(format!("ALTER POLICY {} ON {} {action};", policy.own, policy.of))
}

/// What happens in place of a statement, or besides.
fn action(maker: &mut Maker) -> Option<String> {
    let other = maker.thing("table")?.full();
    Some(match maker.number(3) {
        0 => "DO ALSO NOTHING".to_owned(),
        1 => format!("DO ALSO DELETE FROM {other} WHERE false"),
        _ => "DO INSTEAD NOTHING".to_owned(),
    })
}

fn rule(maker: &mut Maker) -> Option<String> {
    let kind = maker.one(&["table", "view"]);
    let (of, action) = (maker.thing(kind)?.full(), action(maker)?);
    let name = maker.part_name("rule", &of);
    let event = maker.one(&["INSERT", "UPDATE", "DELETE"]);
    Some(format!("CREATE RULE {name} AS ON {event} TO {of} {action};"))
}

fn replace_rule(maker: &mut Maker) -> Option<String> {
    let (rule, action) = (maker.thing("rule")?, action(maker)?);
    let event = maker.one(&["INSERT", "UPDATE", "DELETE"]);
    Some(format!("CREATE OR REPLACE RULE {} AS ON {event} TO {} {action};", rule.own, rule.of))
}

fn enable_rule(maker: &mut Maker) -> Option<String> {
    let rule = maker.such("rule", |r| r.extra != "v")?;
    let state = maker.one(&["DISABLE", "ENABLE", "ENABLE ALWAYS"]);
    Some(format!("ALTER TABLE {} {state} RULE {};", rule.of, rule.own))
}
