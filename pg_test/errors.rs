//! Wrong input: each case has its SQLSTATE, names what is wrong, and leaves the target as it was.

use crate::dump::Dump;
use crate::follow::Pair;
use crate::psql::{self, Database, server_to};
use crate::{Case, Outcome, server, trial};
use libtest_mimic::Trial;
use std::sync::OnceLock;

pub const PASSWORD: &str = "open-sesame-7";

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 17] = [
        ("unknown_server", unknown_server),
        ("unreachable_server", unreachable_server),
        ("unknown_database", unknown_database),
        ("no_user_mapping", no_user_mapping),
        ("wrong_password", wrong_password),
        ("right_password", right_password),
        ("role_without_connect", role_without_connect),
        ("unknown_schema", unknown_schema),
        ("extension_not_available", extension_not_available),
        ("name_taken_by_a_view", || name_taken("VIEW t AS SELECT 1 AS id")),
        ("loss_not_allowed", loss_not_allowed),
        ("loss_of_a_column_not_allowed", loss_of_a_column_not_allowed),
        ("empty_table_is_no_loss", empty_table_is_no_loss),
        ("unknown_rule", unknown_rule),
        ("wrong_rule", wrong_rule),
        ("unknown_revision", unknown_revision),
        ("failing_step", failing_step),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("errors::{name}"), case)).collect()
}

/// A source with one table, and its target.
fn pair(hint: &str) -> Outcome<Pair> {
    Pair::new(hint, "CREATE TABLE t (id integer PRIMARY KEY, name text);")
}

/// A role that must log in with a password over TCP.
pub fn with_password() -> Outcome {
    static MADE: OnceLock<Outcome> = OnceLock::new();
    MADE.get_or_init(|| {
        let script = format!("CREATE ROLE with_password LOGIN PASSWORD '{PASSWORD}'");
        psql::in_database("postgres", &script).map(|_| ())
    })
    .clone()
}

/// SQL for a server with a mapping to `with_password`.
pub fn server_with_password(source: &Database, password: &str) -> String {
    format!(
        "CREATE SERVER src_server_p FOREIGN DATA WRAPPER dblink_fdw
           OPTIONS (host '127.0.0.1', port '{}', dbname '{}');
         CREATE USER MAPPING FOR CURRENT_USER SERVER src_server_p
           OPTIONS (user 'with_password', password '{password}');",
        server::port(),
        source.name
    )
}

fn unknown_server() -> Outcome {
    let target = Database::with_extension("unknown_server")?;
    target.fails("SELECT schemig.plan('nowhere');", "42704", &["\"nowhere\""])?;
    Ok(())
}

fn unreachable_server() -> Outcome {
    let target = Database::with_extension("unreachable_server")?;
    target.sql(
        "CREATE SERVER far FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '127.0.0.1', port '1', dbname 'x');
         CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'postgres', password 'hush-hush-9');",
    )?;
    let message = target.fails("SELECT schemig.plan('far');", "08001", &["\"far\""])?;
    must_not_contain(&message, "hush-hush-9")
}

fn unknown_database() -> Outcome {
    let target = Database::with_extension("unknown_database")?;
    let absent = Database::new("absent")?;
    target.sql(&server_to(&absent, "src_server", "dblink_fdw"))?;
    drop(absent);
    target.fails("SELECT schemig.plan('src_server');", "08001", &["\"src_server\""])?;
    Ok(())
}

fn no_user_mapping() -> Outcome {
    let pair = pair("no_user_mapping")?;
    pair.target.sql("DROP USER MAPPING FOR CURRENT_USER SERVER src_server")?;
    pair.target.fails(&pair.plan_sql(), "42704", &["\"src_server\"", "user mapping"])?;
    Ok(())
}

fn wrong_password() -> Outcome {
    with_password()?;
    let pair = pair("wrong_password")?;
    pair.target.sql(&server_with_password(&pair.source, "not-sesame-8"))?;
    let plan = "SELECT schemig.plan('src_server_p');";
    let message = pair.target.fails(plan, "08001", &["\"src_server_p\""])?;
    must_not_contain(&message, "not-sesame-8")
}

fn right_password() -> Outcome {
    with_password()?;
    let pair = pair("right_password")?;
    pair.target.sql(&server_with_password(&pair.source, PASSWORD))?;
    let said =
        pair.target.said("SELECT schemig.plan('src_server_p'); SELECT schemig.upgrade();")?;
    if !said.succeeded {
        return Err(said.notices);
    }
    must_not_contain(&said.rows, PASSWORD)?;
    must_not_contain(&said.notices, PASSWORD)?;
    pair.must_be_equal(&Dump::of(&pair.target)?, "over a password")?;
    let tables = "SELECT s::text, r::text FROM schemig.source s, schemig.revision r";
    must_not_contain(&pair.target.sql(tables)?, PASSWORD)
}

fn role_without_connect() -> Outcome {
    with_password()?;
    let pair = pair("role_without_connect")?;
    pair.target.sql(&server_with_password(&pair.source, PASSWORD))?;
    pair.source.sql(&format!("REVOKE CONNECT ON DATABASE \"{}\" FROM PUBLIC", pair.source.name))?;
    let plan = "SELECT schemig.plan('src_server_p');";
    pair.target.fails(plan, "08001", &["\"src_server_p\""])?;
    Ok(())
}

fn unknown_schema() -> Outcome {
    let pair = pair("unknown_schema")?;
    let plan = "SELECT schemig.plan('src_server', 'nope');";
    pair.target.fails(plan, "3F000", &["\"nope\""])?;
    Ok(())
}

/// An extension that this machine does not have: one it has, under another name.
fn extension_not_available() -> Outcome {
    let pair = pair("extension_not_available")?;
    pair.source.sql(
        "CREATE EXTENSION citext;
         UPDATE pg_extension SET extname = 'not_here' WHERE extname = 'citext';",
    )?;
    unchanged_after(&pair, "0A000", &["\"not_here\""])
}

fn name_taken(other: &str) -> Outcome {
    let pair = pair("name_taken")?;
    pair.target.sql(&format!("CREATE {other}"))?;
    unchanged_after(&pair, "42710", &["t"])
}

fn loss_not_allowed() -> Outcome {
    let pair = pair("loss_not_allowed")?;
    pair.follow()?;
    pair.target.sql("INSERT INTO t VALUES (1, 'x')")?;
    pair.source.sql("DROP TABLE t")?;
    unchanged_after(&pair, "55000", &["data_loss", "t"])?;
    pair.upgrade_with_loss()?;
    pair.must_be_unchanged("after the loss was allowed")
}

fn loss_of_a_column_not_allowed() -> Outcome {
    let pair = pair("loss_of_a_column")?;
    pair.follow()?;
    pair.target.sql("INSERT INTO t VALUES (1, 'x')")?;
    pair.source.sql("ALTER TABLE t DROP COLUMN name")?;
    unchanged_after(&pair, "55000", &["data_loss", "name"])
}

fn empty_table_is_no_loss() -> Outcome {
    let pair = pair("empty_table_is_no_loss")?;
    pair.follow()?;
    pair.source.sql("DROP TABLE t")?;
    pair.plan()?;
    pair.upgrade()?;
    pair.must_be_unchanged("after an empty table was dropped")
}

fn unknown_rule() -> Outcome {
    let pair = pair("unknown_rule")?;
    let configure =
        |rules: &str| format!("SELECT schemig.configure('src_server', 'public', '{rules}');");
    let wrong = configure(r#"{"cases": "lower"}"#);
    pair.target.fails(&wrong, "22023", &["cases", "case", "schema"])?;
    Ok(())
}

fn wrong_rule() -> Outcome {
    let pair = pair("wrong_rule")?;
    for rules in [r#"{"case": "sideways"}"#, r#"{"schema": "{nothing}"}"#, "[]", r#"{"case": 1}"#] {
        let configure = format!("SELECT schemig.configure('src_server', 'public', '{rules}');");
        pair.target.fails(&configure, "22023", &[])?;
    }
    Ok(())
}

fn unknown_revision() -> Outcome {
    let pair = pair("unknown_revision")?;
    pair.follow()?;
    for verb in ["upgrade", "downgrade", "script"] {
        let call = format!("SELECT schemig.{verb}('0123456789ab');");
        pair.target.fails(&call, "42704", &["\"0123456789ab\""])?;
    }
    Ok(())
}

/// Something in the target that no plan can know of makes a statement fail: its SQLSTATE stays, the
/// object and the statement are named.
fn failing_step() -> Outcome {
    let pair = pair("failing_step")?;
    pair.follow()?;
    pair.source
        .sql("CREATE TABLE before_it (id integer); CREATE UNIQUE INDEX one_name ON t (name);")?;
    pair.target.sql("INSERT INTO t VALUES (1, 'x'), (2, 'x')")?;
    unchanged_after(&pair, "23505", &["one_name", "CREATE UNIQUE INDEX"])?;
    pair.target.sql("DELETE FROM t WHERE id = 2")?;
    pair.upgrade()?;
    pair.must_be_unchanged("after the rows were repaired")
}

/// Plan and upgrade, one of which must fail; the target stays as it was.
fn unchanged_after(pair: &Pair, sqlstate: &str, texts: &[&str]) -> Outcome {
    let before = Dump::of(&pair.target)?;
    let script = format!("{}\nSELECT schemig.upgrade();", pair.plan_sql());
    pair.target.fails(&script, sqlstate, texts)?;
    before.must_equal(&Dump::of(&pair.target)?, "after the failure")
}

fn must_not_contain(text: &str, secret: &str) -> Outcome {
    if text.contains(secret) {
        return Err(format!("the password is in the message:\n{text}"));
    }
    Ok(())
}
