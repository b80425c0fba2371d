//! Steps that wait for locks or take long: they end in time, say who was in the way, and leave everything as it was.

use crate::concurrency::{named_session, wait_for};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::must_give;
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use std::net::TcpListener;
use std::time::Duration;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("timeouts::lock", || lock("SET schemig.lock_timeout = '300ms';")),
        trial("timeouts::lock_of_the_session", || lock("SET lock_timeout = '300ms';")),
        trial("timeouts::row", row),
        trial("timeouts::step", || step("SET schemig.statement_timeout = '200ms';")),
        trial("timeouts::call", || {
            step("SET schemig.statement_timeout = '1min'; SET statement_timeout = '6s';")
        }),
        trial("timeouts::no_hurry", no_hurry),
        trial("timeouts::misspelled", misspelled),
        trial("timeouts::connection", connection),
    ]
}

fn pair(hint: &str) -> Outcome<Pair> {
    let pair = Pair::new(hint, "CREATE TABLE t (id integer PRIMARY KEY, name text);")?;
    pair.follow()?;
    pair.source.sql("CREATE TABLE added (id integer); ALTER TABLE t ADD b integer;")?;
    pair.plan()?;
    Ok(pair)
}

/// A setting that there is not is no placeholder for what nobody asks for; those that there are show their values.
fn misspelled() -> Outcome {
    let pair = Pair::new("misspelled", "CREATE TABLE t (id integer);")?;
    let known = "SELECT count(*) FROM schemig.mapping();";
    let wrong = format!("{known} SET schemig.lock_timeut = '1s'");
    pair.target.fails(&wrong, "42602", &["schemig.lock_timeut"])?;
    let shown = format!("{known} SHOW schemig.lock_timeout; SHOW schemig.source_limit;");
    must_give(&pair.target, &shown, "0\n0\n512MB")?;
    pair.follow()?;
    pair.must_be_unchanged("after the upgrade")
}

/// Who holds the table is named, with what that session does.
fn lock(settings: &str) -> Outcome {
    let pair = pair("timeout_lock")?;
    let before = Dump::of(&pair.target)?;
    let mut holder = named_session(&pair.target, "holder")?;
    holder.send("BEGIN;\nSELECT count(*) FROM t;\nSELECT 'the last thing';")?;
    wait_for(&pair.target, "holder", "state = 'idle in transaction' AND query LIKE '%last%'")?;
    let texts = [
        "lock timeout",
        "Step ",
        "ALTER TABLE public.t ADD COLUMN b integer",
        " of role postgres holds AccessShareLock on table public.t, idle in transaction: SELECT 'the last thing';.",
        "Everything was rolled back.",
    ];
    let upgrade = format!("{settings} SELECT schemig.upgrade();");
    pair.target.fails(&upgrade, "55P03", &texts)?;
    before.must_equal(&Dump::of(&pair.target)?, "after the timeout")?;
    holder.send("COMMIT;")?;
    holder.finish()?;
    pair.target.sql(&upgrade)?;
    pair.must_be_unchanged("after the next upgrade")
}

/// A lock on a row is one on its transaction.
fn row() -> Outcome {
    let pair = pair("timeout_row")?;
    pair.target.sql("CREATE TABLE own (a integer); INSERT INTO own VALUES (1);
        CREATE FUNCTION touch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN UPDATE public.own SET a = 2; END';
        CREATE EVENT TRIGGER touch ON ddl_command_end EXECUTE FUNCTION touch();")?;
    let mut holder = named_session(&pair.target, "holder")?;
    holder.send("BEGIN;\nUPDATE own SET a = 3;")?;
    wait_for(&pair.target, "holder", "state = 'idle in transaction'")?;
    let upgrade = "SET schemig.lock_timeout = '300ms'; SELECT schemig.upgrade();";
    let texts = ["holds ExclusiveLock on transaction ", ": UPDATE own SET a = 3;."];
    pair.target.fails(upgrade, "55P03", &texts).map(|_| ())
}

/// A step that takes too long is named.
fn step(settings: &str) -> Outcome {
    let pair = pair("timeout_step")?;
    pair.target.sql("CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_catalog.pg_sleep(20); END';
        CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION slow();")?;
    let before = Dump::of(&pair.target)?;
    let texts = ["statement timeout", "Step ", "ALTER TABLE public.t ADD COLUMN b integer"];
    pair.target.fails(&format!("{settings} SELECT schemig.upgrade();"), "57014", &texts)?;
    before.must_equal(&Dump::of(&pair.target)?, "after the timeout")?;
    pair.target.sql("DROP EVENT TRIGGER slow; SELECT schemig.upgrade();")?;
    pair.must_be_unchanged("after the next upgrade")
}

/// Each step has the time anew, and the caller's own timeout goes on.
fn no_hurry() -> Outcome {
    let pair = pair("timeout_none")?;
    pair.target.sql("CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_catalog.pg_sleep(0.7); END';
        CREATE EVENT TRIGGER slow ON ddl_command_end EXECUTE FUNCTION slow();
        SET schemig.statement_timeout = '1s'; SET schemig.lock_timeout = '1s'; SELECT schemig.upgrade();")?;
    pair.must_be_unchanged("after the upgrade")?;
    let late =
        "BEGIN; SET LOCAL schemig.statement_timeout = '1s'; SET LOCAL statement_timeout = '3s';
        SELECT schemig.downgrade(), pg_sleep(20);";
    pair.target.fails(late, "57014", &["statement timeout"]).map(|_| ())
}

/// A source that takes its time to answer, and then does not: the call was cancelled before.
fn connection() -> Outcome {
    let pair = pair("timeout_connection")?;
    let silent = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    let port = silent.local_addr().map_err(|e| e.to_string())?.port();
    let taken = std::thread::spawn(move || {
        let client = silent.accept();
        std::thread::sleep(Duration::from_secs(2));
        client.map(drop)
    });
    pair.target.sql(&format!(
        "CREATE SERVER silent FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '127.0.0.1', port '{port}', dbname 'x');
         CREATE USER MAPPING FOR CURRENT_USER SERVER silent OPTIONS (user 'x', password 'x');"
    ))?;
    let plan = "SET statement_timeout = '300ms'; SELECT schemig.plan('silent');";
    pair.target.fails(plan, "57014", &["canceling statement due to statement timeout"])?;
    taken.join().map_err(|_| "no connection was taken")?.map_err(|e| e.to_string())
}
