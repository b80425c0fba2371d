//! Two sessions at once, and sessions that are cancelled or killed in the middle.

use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::must_give;
use crate::psql::{self, Database, Session, failed_with};
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

pub fn trials() -> Vec<Trial> {
    vec![
        trial("concurrency::two_upgrades", two_upgrades),
        trial("concurrency::cancel", || interrupt("pg_cancel_backend", "57014")),
        trial("concurrency::kill", || interrupt("pg_terminate_backend", "57P01")),
        trial("concurrency::rolled_back_by_the_caller", rolled_back_by_the_caller),
        trial("concurrency::source_lost", source_lost),
        trial("concurrency::source_waits", source_waits),
        trial("concurrency::old_snapshot", old_snapshot),
        trial("concurrency::source_first", source_first),
        trial("concurrency::target_first", target_first),
        trial("concurrency::plan_lets_target_go_first", plan_lets_target_go_first),
        trial("concurrency::plan_of_touched_tables_lets_target_go_first", plan_of_touched),
        trial("concurrency::begun_anew", begun_anew),
    ]
}

/// While one upgrade has not committed, another one is refused at once.
fn two_upgrades() -> Outcome {
    let pair = Pair::new("two_upgrades", "CREATE TABLE t (id integer);")?;
    let before = Dump::of(&pair.target)?;
    pair.plan()?;
    let mut first = named_session(&pair.target, "first")?;
    first.send("BEGIN;\nSELECT schemig.upgrade();")?;
    wait_for(&pair.target, "first", "state = 'idle in transaction'")?;
    pair.target.fails("SELECT schemig.upgrade();", "55P03", &[])?;
    first.send("COMMIT;")?;
    let said = first.finish()?;
    if !said.succeeded {
        return Err(said.notices);
    }
    pair.must_be_equal(&before, "after the first upgrade")?;
    pair.upgrade()?;
    pair.must_be_unchanged("after both")
}

/// An upgrade waits for a lock in its middle and is stopped there.
fn interrupt(function: &str, sqlstate: &str) -> Outcome {
    let pair = Pair::new(function, "CREATE TABLE t (id integer PRIMARY KEY, name text);")?;
    pair.follow()?;
    pair.source.sql(
        "CREATE TABLE added (id integer PRIMARY KEY);
         CREATE INDEX t_name ON t (name);
         CREATE VIEW after AS SELECT name FROM t;",
    )?;
    pair.plan()?;
    let before = Dump::of(&pair.target)?;
    let mut holder = named_session(&pair.target, "holder")?;
    holder.send("BEGIN;\nLOCK TABLE t IN ACCESS EXCLUSIVE MODE;")?;
    wait_for(&pair.target, "holder", "state = 'idle in transaction'")?;
    let mut upgrader = named_session(&pair.target, "upgrader")?;
    upgrader.send("SELECT schemig.upgrade();")?;
    wait_for(&pair.target, "upgrader", "wait_event_type = 'Lock'")?;
    signal(&pair.target, "upgrader", function)?;
    failed_with("SELECT schemig.upgrade();", upgrader.finish()?, sqlstate, &[])?;
    drop(holder);
    before.must_equal(&Dump::of(&pair.target)?, "after the interruption")?;
    wait_for_none(&pair.target, "holder")?;
    pair.upgrade()?;
    pair.must_be_equal(&before, "after the next upgrade")?;
    pair.must_be_unchanged("after the next upgrade")
}

/// An upgrade is part of the caller's transaction: rolled back, it never was.
fn rolled_back_by_the_caller() -> Outcome {
    let pair = Pair::new("rolled_back", "CREATE TABLE t (id integer PRIMARY KEY);")?;
    let before = Dump::of(&pair.target)?;
    pair.target.sql(&format!(
        "BEGIN; {} SELECT schemig.upgrade(); INSERT INTO t VALUES (1); ROLLBACK;",
        pair.plan_sql()
    ))?;
    before.must_equal(&Dump::of(&pair.target)?, "after the rollback")?;
    let left = pair.target.sql("SELECT count(*) FROM schemig.revision")?;
    if left.trim() != "0" {
        return Err(format!("{left} revisions after the rollback"));
    }
    pair.follow()?;
    pair.must_be_equal(&before, "after the next upgrade")
}

/// The source goes away between two plans of one session; the next plan says so, or connects again.
fn source_lost() -> Outcome {
    let pair = Pair::new("source_lost", "CREATE TABLE t (id integer PRIMARY KEY);")?;
    let before = Dump::of(&pair.target)?;
    let mut session = named_session(&pair.target, "planner")?;
    session.send(&format!("{}\nSELECT schemig.upgrade();", pair.plan_sql()))?;
    wait_for(&pair.target, "planner", "state = 'idle' AND query LIKE '%upgrade%'")?;
    psql::in_database(
        "postgres",
        &format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            pair.source.name
        ),
    )?;
    session.send(&pair.plan_sql())?;
    let said = session.finish()?;
    let tolerated = said.succeeded || said.notices.contains(" 08");
    if !tolerated {
        return Err(said.notices);
    }
    pair.must_be_equal(&before, "after the loss")?;
    pair.must_be_unchanged("after the loss")
}

/// A transaction that cannot see what another one has done since it began is refused.
fn old_snapshot() -> Outcome {
    let pair = Pair::new("old_snapshot", "CREATE TABLE t (id integer);")?;
    let late = |others: &str, call: &str| {
        let mut session = named_session(&pair.target, "late")?;
        session.send("BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT 1;")?;
        wait_for(&pair.target, "late", "state = 'idle in transaction' AND query LIKE '%1%'")?;
        pair.target.sql(others)?;
        session.send(call)?;
        failed_with(call, session.finish()?, "40001", &["could not serialize access"])
    };
    late(&pair.plan_sql(), &pair.plan_sql())?;
    late("SELECT schemig.upgrade();", "SELECT schemig.upgrade();")?;
    late("SELECT schemig.downgrade();", "SELECT schemig.sync('src_server');")?;
    late("SELECT schemig.upgrade();", &pair.plan_sql())?;
    pair.source.sql("ALTER TABLE t ADD COLUMN name text")?;
    let both = format!("{} SELECT schemig.upgrade();", pair.plan_sql());
    late(&both, "SELECT schemig.downgrade();")?;
    pair.must_be_unchanged("after all")
}

/// The source's server makes a reading wait for a lock: that can be cancelled, ends in time, and leaves nothing there.
fn source_waits() -> Outcome {
    let pair = Pair::new(
        "source_waits",
        "CREATE TABLE t (id integer); CREATE VIEW v AS SELECT id FROM t;",
    )?;
    let mut holder = named_session(&pair.source, "holder")?;
    holder.send("BEGIN;\nLOCK TABLE t, v IN ACCESS EXCLUSIVE MODE;")?;
    wait_for(&pair.source, "holder", "state = 'idle in transaction'")?;
    let plan = pair.plan_sql();
    let in_time = format!("SET schemig.lock_timeout = '300ms'; {plan}");
    pair.target.fails(&in_time, "55P03", &["lock timeout"])?;
    let in_time = format!("SET statement_timeout = '1s'; {plan}");
    pair.target.fails(&in_time, "57014", &["statement timeout"])?;
    let gone = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND application_name <> 'holder'",
        pair.source.name
    );
    wait_until("the end of the connections to the source", &gone, "0")?;
    for (function, sqlstate) in [("pg_cancel_backend", "57014"), ("pg_terminate_backend", "57P01")]
    {
        let mut planner = named_session(&pair.target, "planner")?;
        planner.send(&plan)?;
        wait_for(&pair.target, "planner", "state = 'active'")?;
        wait_until("the source's wait", &format!("{gone} AND wait_event_type = 'Lock'"), "1")?;
        signal(&pair.target, "planner", function)?;
        failed_with(&plan, planner.finish()?, sqlstate, &[])?;
    }
    holder.send("COMMIT;")?;
    holder.finish()?;
    wait_until("the end of the connections to the source", &gone, "0")?;
    pair.follow()?;
    pair.must_be_unchanged("after all")
}

/// A reading that waits holds nothing for long: DDL of the source that comes afterwards neither waits for it nor ends in a
/// deadlock.
fn source_first() -> Outcome {
    let pair = Pair::new("source_first", THREE)?;
    ddl_goes_first(&pair.source, &pair, &pair.plan_sql())?;
    pair.plan()?;
    pair.upgrade()?;
    pair.must_be_unchanged("after all")
}

/// The same of DDL of the target, while a session compares that with the record.
fn target_first() -> Outcome {
    let pair = Pair::new("target_first", THREE)?;
    pair.follow()?;
    let drift = "SELECT object, state FROM schemig.drift()";
    ddl_goes_first(&pair.target, &pair, &format!("{drift};"))?;
    must_give(&pair.target, drift, "public.a.name|added")
}

/// The same while it plans, with something on record. A view has changed, so that it reads everything.
fn plan_lets_target_go_first() -> Outcome {
    plan_goes_second("plan_lets_target_go_first", THREE, "COMMENT ON VIEW x IS 'changed'")
}

/// The same while it reads the tables alone that the source has touched. What a check says is read under a lock.
fn plan_of_touched() -> Outcome {
    let tables = ["a", "b", "c"];
    let old = tables.map(|table| format!("CREATE TABLE {table} (id integer, CHECK (id <> 0));"));
    let change = tables.map(|table| format!("COMMENT ON TABLE {table} IS 'changed';"));
    plan_goes_second("plan_of_touched", &old.concat(), &change.concat())
}

fn plan_goes_second(name: &str, old: &str, change: &str) -> Outcome {
    let pair = Pair::new(name, old)?;
    pair.follow()?;
    pair.source.sql(change)?;
    ddl_goes_first(&pair.target, &pair, &pair.plan_sql())?;
    pair.upgrade()?;
    must_give(&pair.target, "SELECT object, state FROM schemig.drift()", "public.a.name|added")
}

/// A query of which some rows have been taken when it must wait begins anew: none of them counts twice.
fn begun_anew() -> Outcome {
    let checks: String = (1..=1500).map(|n| format!(", CHECK (id <> {n})")).collect();
    let tables = format!(
        "CREATE TABLE a (id integer{checks}); CREATE TABLE b (id integer, CHECK (id <> 0));"
    );
    let pair = Pair::new("begun_anew", &tables)?;
    pair.follow()?;
    let mut holder = named_session(&pair.target, "holder")?;
    holder.send("BEGIN;\nLOCK TABLE b IN ACCESS EXCLUSIVE MODE;")?;
    wait_for(&pair.target, "holder", "state = 'idle in transaction'")?;
    let mut reader = named_session(&pair.target, "reader")?;
    reader.send("SELECT object, state FROM schemig.drift();")?;
    wait_for(&pair.target, "reader", "wait_event_type = 'Lock'")?;
    // Longer than one turn.
    std::thread::sleep(Duration::from_millis(700));
    holder.send("COMMIT;")?;
    holder.finish()?;
    let said = reader.finish()?;
    match said.succeeded && said.rows.trim().is_empty() {
        true => Ok(()),
        false => Err(format!("{}\n{}", said.rows, said.notices)),
    }
}

const THREE: &str = "CREATE TABLE a (id integer); CREATE TABLE b (id integer); CREATE TABLE c (id integer);
    CREATE VIEW v AS SELECT id FROM a; CREATE VIEW w AS SELECT id FROM b; CREATE VIEW x AS SELECT id FROM c;";

/// A session locks `b`, the target's reads `side` and waits, the first locks the others: both come to their end.
fn ddl_goes_first(side: &Database, pair: &Pair, reading: &str) -> Outcome {
    let mut holder = named_session(side, "holder")?;
    holder.send("BEGIN;\nLOCK TABLE b IN ACCESS EXCLUSIVE MODE;")?;
    wait_for(side, "holder", "state = 'idle in transaction'")?;
    let mut reader = named_session(&pair.target, "reader")?;
    reader.send(reading)?;
    let others = format!(
        "SELECT count(*) FROM pg_stat_activity
          WHERE datname = '{}' AND application_name <> 'holder' AND wait_event_type = 'Lock'",
        side.name
    );
    wait_until("the reading's wait", &others, "1")?;
    // Longer than deadlock_timeout: from then on it is the holder that would find a deadlock.
    std::thread::sleep(Duration::from_millis(1500));
    holder.send(
        "LOCK TABLE a, c IN ACCESS EXCLUSIVE MODE;\nALTER TABLE a ADD COLUMN name text;\nCOMMIT;",
    )?;
    let said = [holder.finish()?, reader.finish()?];
    match said.iter().find(|said| !said.succeeded) {
        Some(said) => Err(said.notices.clone()),
        None => Ok(()),
    }
}

pub fn named_session(database: &Database, name: &str) -> Outcome<Session> {
    let mut session = database.session()?;
    session.send(&format!("SET application_name = '{name}';"))?;
    Ok(session)
}

/// Waits until the session of this name is in this state.
pub fn wait_for(database: &Database, name: &str, condition: &str) -> Outcome {
    let query = format!(
        "SELECT count(*) FROM pg_stat_activity
          WHERE datname = '{}' AND application_name = '{name}' AND {condition}",
        database.name
    );
    wait_until(&format!("session {name}: {condition}"), &query, "1")
}

fn wait_for_none(database: &Database, name: &str) -> Outcome {
    let query = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND application_name = '{name}'",
        database.name
    );
    wait_until(&format!("the end of session {name}"), &query, "0")
}

fn wait_until(what: &str, query: &str, expected: &str) -> Outcome {
    wait_until_for(PATIENCE, what, || psql::in_database("postgres", query), expected)
}

/// Waits until something is found.
pub fn wait_until_for(
    patience: Duration,
    what: &str,
    find: impl Fn() -> Outcome<String>,
    expected: &str,
) -> Outcome {
    let start = Instant::now();
    while find()?.trim() != expected {
        if start.elapsed() > patience {
            let activity = psql::in_database(
                "postgres",
                "SELECT datname, application_name, state, wait_event_type, query FROM pg_stat_activity",
            )?;
            return Err(format!("waited in vain for {what}:\n{activity}"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn signal(database: &Database, name: &str, function: &str) -> Outcome {
    let query = format!(
        "SELECT {function}(pid) FROM pg_stat_activity
          WHERE datname = '{}' AND application_name = '{name}'",
        database.name
    );
    psql::in_database("postgres", &query).map(|_| ())
}
