//! What is not carried is named in a WARNING; all else is followed.

use crate::follow::Pair;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

/// Name of the case, script, name that the warning must contain.
const OBJECTS: &[(&str, &str, &str)] = &[
    (
        // What such a default is decides what the parameter is: no other can stand for it.
        "polymorphic_defaults_in_a_circle",
        "CREATE FUNCTION the_one(a anyelement DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
         CREATE FUNCTION the_other(a anyelement DEFAULT the_one(1)) RETURNS integer LANGUAGE sql AS 'SELECT 1';
         CREATE OR REPLACE FUNCTION the_one(a anyelement DEFAULT the_other(1)) RETURNS integer LANGUAGE sql AS 'SELECT 1';",
        "the_one",
    ),
    (
        "routine_that_the_server_shows_wrong",
        "CREATE FUNCTION the_unnamed(varchar) RETURNS TABLE (a money, b varchar) LANGUAGE sql
             BEGIN ATOMIC SELECT 1::money, $1; END;
         CREATE TABLE the_table (a integer);",
        "routine public.the_unnamed(character varying) is not carried, since it needs names of all its arguments: without \
         them the server shows it wrong",
    ),
    // Extension dblink is the target's own business.
    (
        "foreign_table_over_dblink",
        "CREATE EXTENSION dblink;
         CREATE SERVER there FOREIGN DATA WRAPPER dblink_fdw;
         CREATE FOREIGN TABLE the_foreign (line text) SERVER there;",
        "foreign table public.the_foreign is not carried, since it needs server there",
    ),
];

pub fn trials() -> Vec<Trial> {
    OBJECTS
        .iter()
        .map(|(kind, script, name)| {
            trial(format!("not_carried::{kind}"), move || named(kind, script, name))
        })
        .chain([
            trial("not_carried::subscription", subscription),
            trial("not_carried::in_the_schema_of_an_extension", in_the_schema_of_an_extension),
            trial("not_carried::extension_elsewhere", extension_elsewhere),
        ])
        .collect()
}

fn must_warn(pair: &Pair, warnings: &[&str]) -> Outcome<String> {
    let said = pair.target.said(&pair.plan_sql())?;
    let missing =
        warnings.iter().find(|w| !said.notices.contains(&format!("{w} is not carried\n")));
    match missing {
        None => Ok(format!("{}{}", said.rows, said.notices)),
        Some(warning) => Err(format!("no WARNING: {warning}\n{}{}", said.rows, said.notices)),
    }
}

/// It is named with the whole database, without its connection, and not made.
fn subscription() -> Outcome {
    let script = "CREATE SCHEMA app; CREATE TABLE app.t (id integer PRIMARY KEY);
        CREATE SUBSCRIPTION \"Sub\" CONNECTION 'dbname=nowhere password=hush' PUBLICATION pub
            WITH (connect = false);";
    let pair = Pair::new("not_carried_subscription", script)?;
    let run = || -> Outcome {
        let said = must_warn(&pair, &["subscription \"Sub\""])?;
        pair.upgrade()?;
        pair.must_be_unchanged("after the upgrade")?;
        let written = pair.target.sql(
            "SELECT f::text FROM schemig.fact f UNION ALL SELECT s::text FROM schemig.step s
             UNION ALL SELECT r::text FROM schemig.revision r",
        )?;
        let made = pair.target.sql(
            "SELECT s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
              WHERE d.datname = current_database()",
        )?;
        if format!("{said}{written}").contains("hush") || !made.is_empty() {
            return Err(format!("{said}{written}{made}"));
        }
        // Of a schema it says nothing.
        let alone = pair.target.said("SELECT schemig.plan('src_server', 'app')")?;
        match alone.notices.contains("Sub") {
            true => Err(alone.notices),
            false => Ok(()),
        }
    };
    let result = run();
    let drop = "ALTER SUBSCRIPTION \"Sub\" SET (slot_name = NONE); DROP SUBSCRIPTION \"Sub\"";
    pair.source.sql(drop)?;
    result
}

/// What users have made in a schema that is an extension's own is not the extension's; schemas of extensions are not
/// followed.
fn in_the_schema_of_an_extension() -> Outcome {
    let script =
        "CREATE SCHEMA ext; CREATE EXTENSION hstore; ALTER EXTENSION hstore ADD SCHEMA ext;
        CREATE TABLE ext.t (id serial); CREATE TYPE ext.e AS ENUM ('a');
        CREATE FUNCTION ext.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';";
    let pair = Pair::new("not_carried_ext", script)?;
    let names = ["table ext.t", "sequence ext.t_id_seq", "type ext.e", "function ext.f()"];
    let said = must_warn(&pair, &names)?;
    if said.contains("hstore_") {
        return Err(said);
    }
    let counts = "SELECT sum(unsupported) FROM schemig.coverage() WHERE kind <> 'owner'";
    match pair.target.sql(counts)?.trim() {
        "4" => Ok(()),
        other => Err(format!("{other} are not supported")),
    }
}

/// An extension that is in no schema that is followed, and that nothing needs.
fn extension_elsewhere() -> Outcome {
    let script =
        "CREATE SCHEMA app; CREATE EXTENSION hstore SCHEMA pg_catalog; CREATE TABLE app.t ();";
    let pair = Pair::new("not_carried_extension", script)?;
    must_warn(&pair, &["extension hstore"])?;
    let counts = "SELECT total, unsupported FROM schemig.coverage() WHERE kind = 'extension'";
    match pair.target.sql(counts)?.trim() {
        "1|1" => Ok(()),
        other => Err(other.to_owned()),
    }
}

fn named(kind: &str, script: &str, name: &str) -> Outcome {
    let base = "CREATE TABLE t (id integer PRIMARY KEY, name text);";
    let pair = Pair::new(&format!("not_carried_{kind}"), &format!("{base}\n{script}"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    if !said.succeeded {
        return Err(said.notices);
    }
    let warned = said.notices.lines().any(|line| line.contains("WARNING:") && line.contains(name));
    if !warned {
        return Err(format!(
            "no WARNING names {name}; the plan printed\n{}\n{}",
            said.rows, said.notices
        ));
    }
    pair.upgrade()?;
    pair.target.sql("TABLE t")?;
    pair.must_be_unchanged("after the upgrade")
}
