//! What stands on a search path, before the server's own, is never used: neither here nor in the source.

use super::{EVERYTHING, must_not_have_fired, with_canary};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::must_give;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("hostile::path::target", target),
        trial("hostile::path::source", source),
        trial("hostile::path::pinned", pinned),
        trial("hostile::path::code_of_the_source", code),
        trial("hostile::path::plans_only_look", plans_only_look),
    ]
}

/// Operators of these names and types, which are made as the server's: name, left, right, result.
const OPERATORS: [&str; 17] = [
    "= text text boolean",
    "= name name boolean",
    "= name text boolean",
    "= oid oid boolean",
    "= \"char\" \"char\" boolean",
    "= integer integer boolean",
    "<> text text boolean",
    "<> name name boolean",
    "<> oid oid boolean",
    "~ name text boolean",
    "~ text text boolean",
    "|| text text text",
    "|| text anynonarray text",
    "> integer integer boolean",
    ">= oid oid boolean",
    "+ integer integer integer",
    "& integer integer integer",
];

const FUNCTIONS: [&str; 14] = [
    "format(text) RETURNS text",
    "quote_ident(text) RETURNS text",
    "quote_literal(text) RETURNS text",
    "array_to_string(anyarray, text) RETURNS text",
    "count(integer) RETURNS bigint",
    "now() RETURNS timestamptz",
    "current_setting(text) RETURNS text",
    "current_database() RETURNS name",
    "pg_get_expr(pg_node_tree, oid) RETURNS text",
    "format_type(oid, integer) RETURNS text",
    "unnest(anyarray) RETURNS anyelement",
    "upgrade_batch(text, text, text[], integer) RETURNS text",
    "gen_random_uuid() RETURNS uuid",
    "md5(text) RETURNS text",
];

const TYPES: [&str; 8] = ["text", "name", "oid", "int8", "bool", "regclass", "jsonb", "int4"];

const RELATIONS: [&str; 13] = [
    "pg_class",
    "pg_namespace",
    "pg_proc",
    "pg_type",
    "pg_depend",
    "pg_foreign_server",
    "pg_extension",
    "source",
    "revision",
    "step",
    "fact",
    "fact_page",
    "fact_end",
];

/// Operators, functions, types and relations named as the server's, each of which runs this when it is used.
fn traps(what: &str) -> String {
    let body = format!("LANGUAGE plpgsql AS $x$BEGIN {what}; RETURN NULL; END$x$;");
    let mut sql =
        format!("CREATE SCHEMA evil; CREATE FUNCTION evil.trap(text) RETURNS boolean {body}");
    for (i, operator) in OPERATORS.into_iter().enumerate() {
        let parts: Vec<&str> = operator.split(' ').collect();
        let [name, left, right, result] = parts[..] else { continue };
        sql += &format!(
            "CREATE FUNCTION evil.o{i}({left}, {right}) RETURNS {result} {body}
             CREATE OPERATOR evil.{name} (FUNCTION = evil.o{i}, LEFTARG = {left}, RIGHTARG = {right});\n"
        );
    }
    sql += &FUNCTIONS.map(|function| format!("CREATE FUNCTION evil.{function} {body}\n")).concat();
    let domain =
        |name| format!("CREATE DOMAIN evil.{name} AS pg_catalog.{name} CHECK (evil.trap('x'));");
    sql += &TYPES.map(domain).concat();
    let view = |name| format!("CREATE VIEW evil.{name} AS SELECT evil.trap('x') AS oid;");
    sql + &RELATIONS.map(view).concat()
}

const VERBS: &str = "
    SELECT schemig.configure('src_server', NULL::pg_catalog.name, '{\"owner\": \"keep\", \"grants\": \"keep\", \"case\": \"lower\"}');
    SELECT schemig.plan('src_server', NULL::pg_catalog.name, 'a');
    SELECT schemig.script();
    SELECT * FROM schemig.preflight();
    SELECT schemig.upgrade(dry_run => true);
    SELECT schemig.upgrade();
    SELECT schemig.plan('src_server');
    SELECT * FROM schemig.drift();
    SELECT * FROM schemig.verify();
    SELECT * FROM schemig.coverage();
    SELECT * FROM schemig.mapping();
    SELECT * FROM schemig.status;
    SELECT * FROM schemig.history;
    SELECT schemig.downgrade('base');
    CALL schemig.upgrade_in_batches(batch => 20);
    SELECT schemig.downgrade('base');
    SELECT schemig.stamp('head');
    SELECT schemig.stamp('base');
    SELECT schemig.sync('src_server', NULL::pg_catalog.name);
    SELECT schemig.grant_to('postgres');
    SELECT schemig.discard();
    SELECT schemig.purge();
    SELECT schemig.downgrade('base', allow => '{data_loss}');
    SELECT schemig.unfollow('src_server');";

fn target() -> Outcome {
    let pair = Pair::new("hostile_path", EVERYTHING)?;
    with_canary(&pair.target)?;
    let (before, fire) = (Dump::of(&pair.target)?, "PERFORM pg_catalog.nextval('canary.fired')");
    pair.target.sql(&traps(fire))?;
    // The traps are real ones.
    pair.target.sql(
        "SET search_path = evil, pg_catalog; SELECT evil.trap('x'), 'a'::pg_catalog.text = 'b';",
    )?;
    if must_not_have_fired(&pair.target, "a use").is_ok() {
        return Err("the traps do not work".to_string());
    }
    pair.target.sql("DROP SEQUENCE canary.fired; CREATE SEQUENCE canary.fired;")?;
    pair.target.sql(&format!(
        "SET search_path = evil, pg_temp, pg_catalog; CREATE TEMPORARY TABLE pg_depend AS SELECT; {VERBS}"
    ))?;
    must_not_have_fired(&pair.target, "the verbs")?;
    pair.target.sql("DROP SCHEMA evil CASCADE")?;
    before.must_equal(&Dump::of(&pair.target)?, "after all verbs and their undoing")
}

/// Every function has its own search path and the rights of its caller; the procedure could not commit with the former.
fn pinned() -> Outcome {
    let pair = Pair::new("hostile_pinned", "")?;
    let others =
        "SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'schemig'::regnamespace
        AND (prosecdef OR proconfig IS DISTINCT FROM ARRAY['search_path=pg_catalog, pg_temp'])";
    must_give(&pair.target, others, "schemig.upgrade_in_batches(text,text,text[],integer)")
}

fn source() -> Outcome {
    let pair = Pair::new("hostile_source_path", EVERYTHING)?;
    pair.source.sql(&traps("RAISE EXCEPTION 'used'"))?;
    pair.source.sql(&format!(
        "ALTER DATABASE \"{}\" SET search_path = evil, pg_temp, pg_catalog",
        pair.source.name
    ))?;
    pair.target.sql(
        &VERBS
            .replace("NULL::pg_catalog.name", "'shop'")
            .replace("plan('src_server')", "plan('src_server', 'shop')")
            .replace("'src_server');", "'src_server/shop');")
            .replace(
                r#""owner": "keep", "grants": "keep", "case": "lower""#,
                r#""external": "keep", "kinds": {"exclude": ["foreign table"]}"#,
            ),
    )?;
    Ok(())
}

/// Reading a source runs nothing of what it defines, and neither does planning.
fn code() -> Outcome {
    let pair = Pair::new(
        "hostile_code",
        "CREATE SCHEMA own;
         CREATE FUNCTION own.bad(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$BEGIN IF current_setting('own.armed', true) = 'on' THEN RAISE EXCEPTION 'run'; END IF; RETURN 1; END$$;
         CREATE FUNCTION own.worse() RETURNS integer LANGUAGE plpgsql STABLE AS $$BEGIN IF current_setting('own.armed', true) = 'on' THEN RAISE EXCEPTION 'run'; END IF; RETURN 1; END$$;
         CREATE TABLE own.t (a integer DEFAULT own.bad(1), b integer DEFAULT own.worse() CHECK (b > own.bad(1)), c integer GENERATED ALWAYS AS (own.bad(a)) STORED);
         CREATE INDEX i ON own.t (own.bad(a)) WHERE own.bad(2) > 0;
         CREATE STATISTICS own.s ON (own.bad(a)) FROM own.t;
         CREATE VIEW own.v AS SELECT own.bad(1), own.worse();
         CREATE FUNCTION own.f(n integer DEFAULT own.bad(1)) RETURNS integer LANGUAGE sql AS 'SELECT 1';
         CREATE DOMAIN own.d AS integer DEFAULT own.bad(3) CHECK (own.bad(VALUE) > 0);
         CREATE TABLE own.p (a integer) PARTITION BY RANGE (own.bad(a));
         CREATE POLICY y ON own.t USING (own.bad(a) > 0);",
    )?;
    pair.source.sql(&format!("ALTER DATABASE \"{}\" SET own.armed = on", pair.source.name))?;
    pair.target.sql("SET own.armed = on; SELECT schemig.plan('src_server'); SELECT * FROM schemig.preflight(); SELECT schemig.script(); SELECT * FROM schemig.coverage(); SELECT * FROM schemig.verify();")?;
    pair.follow()?;
    pair.must_be_unchanged("with code that must not run")
}

/// A plan is there to be read before anything runs: it runs no function of the source to see what a column that calls it
/// would do to a table with rows, and asks no row by a function that does more than look.
fn plans_only_look() -> Outcome {
    let pair =
        Pair::new("hostile_look", "CREATE TABLE t (id integer); CREATE TABLE u (id integer);")?;
    with_canary(&pair.target)?;
    pair.follow()?;
    pair.target
        .sql("INSERT INTO t VALUES (1), (2); INSERT INTO u VALUES (1); ANALYZE t; ANALYZE u;")?;
    pair.source.sql(
        "CREATE SCHEMA canary; CREATE SEQUENCE canary.fired;
         CREATE FUNCTION public.sly() RETURNS bigint LANGUAGE plpgsql STABLE AS $$BEGIN PERFORM 1; EXECUTE 'SELECT nextval(''canary.fired'')'; RETURN 1; END$$;
         ALTER TABLE t ADD COLUMN more bigint DEFAULT public.sly();
         ALTER TABLE u ADD CONSTRAINT look CHECK (id + nextval('canary.fired') > 0);
         CREATE UNIQUE INDEX only_one ON t (id);",
    )?;
    let plan = "SELECT schemig.plan('src_server', 'public'); SELECT * FROM schemig.preflight(source => 'src_server/public');";
    let rules = "SELECT schemig.unfollow('src_server'); SELECT schemig.configure('src_server', 'public', '{\"external\": \"keep\"}');";
    let said = pair.target.said(&format!("{rules} {plan}"))?;
    must_not_have_fired(&pair.target, "a plan")?;
    let told = said.rows.contains("nextval(regclass) may do more than look");
    if said.succeeded && told {
        Ok(())
    } else {
        Err(format!("{}\n{}", said.rows, super::cut(&said.notices)))
    }
}
