//! Targets and sources that are not as the last upgrade left them.

use crate::dump::Dump;
use crate::follow::{ALLOW, Pair, is_unchanged};
use crate::must::{must_give, must_have};
use crate::psql::{Database, server_to};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 11] = [
        ("lost_before_it_was_dropped", lost_before_it_was_dropped),
        ("own_view_keeps_the_column", own_view_keeps_the_column),
        ("event_trigger_interferes", event_trigger_interferes),
        ("source_restored_elsewhere", source_restored_elsewhere),
        ("sources_of_similar_names", sources_of_similar_names),
        ("two_sources_share", two_sources_share),
        ("sequence_in_use", sequence_in_use),
        ("settings_stay", settings_stay),
        ("functions_without_a_path", functions_without_a_path),
        ("rolled_back_to_a_savepoint", rolled_back_to_a_savepoint),
        ("record_damaged", record_damaged),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("states::{name}"), case)).collect()
}

fn equal(what: &str, found: &str, expected: &str) -> Outcome {
    if found.trim() == expected {
        return Ok(());
    }
    Err(format!("{what}: {found}, not {expected}"))
}

/// What the target had lost already, neither an upgrade drops nor a downgrade expects.
fn lost_before_it_was_dropped() -> Outcome {
    let pair = Pair::new("lost", "CREATE TABLE kept (id integer); CREATE TABLE lost (id integer)")?;
    pair.follow()?;
    pair.target.sql("DROP TABLE lost")?;
    if !is_unchanged(&pair.plan()?) {
        return Err("what is lost is no change of the source".into());
    }
    pair.source.sql("DROP TABLE lost")?;
    pair.follow()?;
    pair.must_be_unchanged("after it")?;
    pair.downgrade("-1")?;
    pair.upgrade()?;
    pair.target.sql("TABLE kept").map(|_| ())
}

/// The target's own objects stand in the way of a drop, with an error that names them.
fn own_view_keeps_the_column() -> Outcome {
    let pair = Pair::new("own_view", "CREATE TABLE t (id integer, name text)")?;
    pair.follow()?;
    pair.target.sql("CREATE VIEW own AS SELECT name FROM t")?;
    pair.source.sql("ALTER TABLE t DROP COLUMN name")?;
    pair.target.fails(&pair.plan_sql(), "2BP01", &["view public.own", "t.name"])?;
    pair.target.sql("TABLE own").map(|_| ())
}

/// What something else makes of a statement is found out, and all is rolled back.
fn event_trigger_interferes() -> Outcome {
    let pair = Pair::new("event_trigger", "CREATE TABLE t (id integer)")?;
    pair.plan()?;
    pair.target.sql(
        "CREATE SCHEMA elsewhere;
         CREATE FUNCTION elsewhere.add() RETURNS event_trigger LANGUAGE plpgsql
           AS $$ BEGIN ALTER TABLE public.t ADD COLUMN sneaky integer; END $$;
         CREATE EVENT TRIGGER adds ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION elsewhere.add();",
    )?;
    pair.target.fails("SELECT schemig.upgrade();", "55000", &["public.t.sneaky"])?;
    let left = pair.target.sql("SELECT to_regclass('t') IS NULL, state FROM schemig.revision")?;
    equal("table and state", &left, "t|pending")
}

/// Addresses of another server's catalogs mean nothing: here they are those of each other's tables.
fn source_restored_elsewhere() -> Outcome {
    let pair = Pair::new(
        "restored_elsewhere",
        "CREATE TABLE one (id integer); CREATE TABLE two (name text); CREATE TABLE three (id date)",
    )?;
    pair.follow()?;
    pair.target.sql(
        "UPDATE schemig.source SET system_identifier = '1';
         CREATE TEMP TABLE at AS SELECT o.object_oid, n.object_oid AS next FROM schemig.fact o JOIN schemig.fact n
             ON (o.object, n.object) IN (('public.one', 'public.two'), ('public.two', 'public.three'), ('public.three', 'public.one'))
          WHERE o.kind = 'table' AND n.kind = 'table';
         UPDATE schemig.fact_page SET facts =
           (SELECT json_agg(CASE WHEN t.next IS NULL OR f->>'class_oid' <> '1259' THEN f::jsonb
                                 ELSE f::jsonb || jsonb_build_object('object_oid', t.next::bigint) END ORDER BY n)
              FROM json_array_elements(facts) WITH ORDINALITY AS a(f, n) LEFT JOIN at t ON t.object_oid::text = f->>'object_oid');",
    )?;
    pair.must_be_unchanged("with other addresses")?;
    pair.source.sql("DROP TABLE two")?;
    let plan = pair.follow()?;
    if plan.contains("one") || plan.contains("three") {
        return Err(plan);
    }
    pair.must_be_unchanged("after it")
}

/// The schemas `a` and `b` are not the schema `a+b`, and have a history of their own.
fn sources_of_similar_names() -> Outcome {
    let pair = Pair::new(
        "similar_names",
        r#"CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA "a+b";
           CREATE TABLE a.t (id integer); CREATE TABLE "a+b".t (id integer)"#,
    )?;
    pair.target.sql(
        "SELECT schemig.plan('src_server', ARRAY['a+b']::name[]); SELECT schemig.upgrade();",
    )?;
    pair.target.sql("SELECT schemig.plan('src_server', ARRAY['b', 'a', 'b']::name[]); SELECT schemig.upgrade();")?;
    let again = pair.target.sql("SELECT schemig.plan('src_server', 'a+b');")?;
    if !is_unchanged(&again) {
        return Err(again);
    }
    let names = pair.target.sql("SELECT name FROM schemig.source ORDER BY id")?;
    equal("names", &names, "src_server/\"a+b\"\nsrc_server/a+b")
}

/// A schema and an extension that both sources have: the second one finds them there.
fn two_sources_share() -> Outcome {
    let shared = "CREATE SCHEMA s; CREATE EXTENSION citext;";
    let pair = Pair::new("share_one", &format!("{shared} CREATE TABLE s.one (c citext)"))?;
    let other = Database::new("share_two")?;
    other.sql(&format!("{shared} CREATE TABLE s.two (c citext)"))?;
    pair.target.sql(&server_to(&other, "src_server_2", "dblink_fdw"))?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    pair.target.sql("SELECT schemig.plan('src_server_2'); SELECT schemig.upgrade();")?;
    pair.must_be_unchanged("the first source")?;
    pair.target.sql("TABLE s.one; TABLE s.two;")?;
    pair.target.fails("SELECT schemig.downgrade('base', 'src_server');", "2BP01", &["s.two"])?;
    pair.target.sql(
        "SELECT schemig.downgrade('base', 'src_server_2'); SELECT schemig.downgrade('base', 'src_server');",
    )?;
    before.must_equal(&Dump::of(&pair.target)?, "after both were taken back")
}

/// Where a sequence stands is data.
fn sequence_in_use() -> Outcome {
    let pair = Pair::new("sequence_in_use", "CREATE SEQUENCE used; CREATE SEQUENCE fresh")?;
    pair.follow()?;
    pair.target.sql("SELECT nextval('used')")?;
    pair.source.sql("DROP SEQUENCE fresh")?;
    pair.plan()?;
    pair.upgrade()?;
    pair.source.sql("DROP SEQUENCE used")?;
    pair.plan()?;
    pair.target.fails("SELECT schemig.upgrade();", "55000", &["data_loss", "public.used"])?;
    pair.upgrade_with_loss()?;
    pair.must_be_unchanged("after it")
}

/// Whatever the functions set for themselves, the caller has his own settings afterwards.
fn settings_stay() -> Outcome {
    let pair = Pair::new(
        "settings_stay",
        "CREATE TABLE t (id serial, at timestamptz DEFAULT '2000-01-01Z')",
    )?;
    let changed = pair.target.sql(&format!(
        "SET search_path = public, \"x y\"; SET datestyle = 'SQL, DMY'; SET timezone = 'Asia/Tokyo';
         SET bytea_output = escape; SET standard_conforming_strings = off;
         CREATE TEMP TABLE before AS SELECT name, setting FROM pg_settings;
         BEGIN; {plan} SELECT schemig.upgrade(dry_run => true); SELECT schemig.upgrade();
         SELECT schemig.downgrade({ALLOW}); COMMIT; SELECT schemig.script();
         SELECT '-- changed ' || s.name FROM pg_settings s JOIN before b USING (name) WHERE b.setting <> s.setting;
         SELECT '-- connection ' || c FROM unnest(dblink_get_connections()) c;",
        plan = pair.plan_sql(),
    ))?;
    match changed.lines().find(|l| l.starts_with("-- changed ") || l.starts_with("-- connection "))
    {
        None => Ok(()),
        Some(line) => Err(line.to_owned()),
    }
}

/// Functions that name things without their schemas find them where a setting says; the texts that are read back and
/// compared are printed as ever.
fn functions_without_a_path() -> Outcome {
    let script = "CREATE SEQUENCE s; CREATE TABLE t (id integer); CREATE TABLE u (id integer);
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'n' || nextval('s') $$;
        CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 2 * $1 $$;
        CREATE FUNCTION four(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT twice(twice($1)) $$;";
    let pair = Pair::new("path", script)?;
    pair.follow()?;
    let before = Dump::of(&pair.target)?;
    pair.target.sql("INSERT INTO t VALUES (1); INSERT INTO u VALUES (1)")?;
    pair.source.sql(
        "ALTER TABLE t ADD url text NOT NULL DEFAULT f(); CREATE INDEX ON u (four(id));
         CREATE MATERIALIZED VIEW m AS SELECT f() AS f",
    )?;
    pair.plan()?;
    let upgrade = format!("SELECT schemig.upgrade({ALLOW});");
    pair.target.fails(
        &upgrade,
        "42P01",
        &["relation \"s\" does not exist", "schemig.search_path"],
    )?;
    let set = "SET schemig.search_path = 'public';";
    let script = pair.target.sql(&format!("{set} SELECT schemig.script()"))?;
    must_have(&script, &["set_config('search_path', 'pg_catalog, public, pg_temp', true)"])?;
    pair.target.fails(
        &format!("SET schemig.search_path = 'public,'; {upgrade}"),
        "22023",
        &["search_path"],
    )?;
    pair.target.sql(&format!("{set} {upgrade}"))?;
    pair.must_be_unchanged("after it")?;
    must_give(&pair.target, "SELECT url FROM t", "n1")?;
    pair.target.sql(&format!("{set} SELECT schemig.downgrade({ALLOW})"))?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade()")?;
    pair.target.sql(&script)?;
    pair.target.sql("SELECT schemig.stamp()")?;
    pair.must_be_unchanged("after the script")
}

fn rolled_back_to_a_savepoint() -> Outcome {
    let pair = Pair::new("savepoint", "CREATE TABLE t (id integer)")?;
    let before = Dump::of(&pair.target)?;
    pair.plan()?;
    pair.target.sql("BEGIN; SAVEPOINT s; SELECT schemig.upgrade(); ROLLBACK TO s; COMMIT;")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the rollback")?;
    pair.upgrade()?;
    pair.must_be_equal(&before, "after the upgrade")
}

/// Who changes the record by hand is told so, and can follow the source anew.
fn record_damaged() -> Outcome {
    let pair = Pair::new("damaged", "CREATE TABLE t (id integer)")?;
    pair.follow()?;
    let before = pair.target.sql("TABLE schemig.fact_page")?;
    let damages = [
        ("'[{\"kind\": \"table\"}]'", "It has no facts there: missing field "),
        ("replace(facts::text, '\"column\"', '\"odd\"')::json", "unknown kind \"odd\""),
        ("replace(facts::text, '\"integer\"', '1')::json", "It is of column public.t.id"),
    ];
    for (facts, detail) in damages {
        let damage = format!("BEGIN; UPDATE schemig.fact_page SET facts = {facts};");
        for verb in
            [pair.plan_sql().as_str(), "SELECT schemig.drift();", "SELECT schemig.downgrade();"]
        {
            let texts = ["cannot read the record", "schemig.unfollow()", detail];
            pair.target.fails(&format!("{damage} {verb}"), "XX001", &texts)?;
        }
    }
    equal("the record", &pair.target.sql("TABLE schemig.fact_page")?, before.trim())?;
    let anew = format!(
        "UPDATE schemig.fact_page SET facts = '[1]'; SELECT schemig.unfollow('src_server'); {}",
        pair.plan_sql()
    );
    let plan = pair.target.sql(&anew)?;
    if !plan.contains("= table public.t") {
        return Err(plan);
    }
    pair.upgrade()?;
    pair.must_be_unchanged("followed anew")
}
