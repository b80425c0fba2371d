//! `script(online => true)`: psql runs it while others work; what is stopped goes on where it was.

use crate::concurrency::{named_session, wait_until_for};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::must_give;
use crate::psql::{Said, Session};
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;
use std::time::{Duration, Instant};

pub fn trials() -> Vec<Trial> {
    vec![
        trial("online::whole", whole),
        trial("online::others_write", others_write),
        trial("online::failed_build", failed_build),
        trial("online::killed", killed),
        trial("online::back_from_the_middle", back_from_the_middle),
        trial("online::one_at_a_time", one_at_a_time),
        trial("online::not_the_next", not_the_next),
        trial("online::odd_names", odd_names),
        trial("online::odd_strings", odd_strings),
        trial("online::printed_at_any_time", printed_at_any_time),
        trial("online::timeouts", timeouts),
        trial("online::wrong_input", wrong_input),
    ]
}

const OBJECTS: &str = "CREATE SCHEMA app;
    CREATE TABLE app.t (id integer NOT NULL, a text, b integer, c date);
    CREATE TABLE app.u (id integer NOT NULL, t integer, c text);
    CREATE TABLE app.p (id integer, a text) PARTITION BY LIST (id);
    CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES IN (1);
    CREATE TABLE app.parent (x integer);
    CREATE TABLE app.heir (y integer) INHERITS (app.parent);
    CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS id;
    CREATE VIEW app.v AS SELECT id, a FROM app.t;";

const ROWS: &str = "INSERT INTO app.t SELECT i, i::text, i, now() FROM generate_series(1, 100) AS i;
    INSERT INTO app.u SELECT i, i, 'c' FROM generate_series(1, 100) AS i; INSERT INTO app.p VALUES (1, 'p');
    INSERT INTO app.parent VALUES (1); INSERT INTO app.heir VALUES (1, 2);";

/// All that can be made without a long lock, and things for which there is no need of that.
const CHANGE: &str = "ALTER TABLE app.t ADD PRIMARY KEY (id),
        ADD CONSTRAINT twice UNIQUE NULLS NOT DISTINCT (b) INCLUDE (a) WITH (fillfactor = 70) DEFERRABLE INITIALLY DEFERRED,
        ADD CONSTRAINT later UNIQUE (a) DEFERRABLE, ALTER c SET NOT NULL, ADD CHECK (id > 0);
    COMMENT ON CONSTRAINT later ON app.t IS 'later';
    ALTER TABLE app.u ADD UNIQUE (id), ADD CONSTRAINT u_t FOREIGN KEY (t) REFERENCES app.t;
    CREATE INDEX twofold ON app.u (lower(c) DESC, t) WITH (fillfactor = 80) WHERE t > 0;
    CREATE UNIQUE INDEX ON app.m (id); CREATE INDEX ON app.p (a);
    ALTER TABLE app.parent ALTER x SET NOT NULL, ADD CONSTRAINT small CHECK (x < 9);
    ALTER TABLE app.u ADD EXCLUDE USING btree (id WITH =);
    CREATE OR REPLACE VIEW app.v AS SELECT id, a, b FROM app.t;
    CREATE TABLE app.added (id integer PRIMARY KEY REFERENCES app.t); CREATE INDEX ON app.added (id);";

/// The script that the target prints.
fn printed(pair: &Pair) -> Outcome<String> {
    pair.target.sql("SELECT schemig.script(online => true)")
}

fn run(pair: &Pair) -> Outcome<Said> {
    pair.target.said(&printed(pair)?)
}

fn must_succeed(said: &Said) -> Outcome {
    match said.succeeded && said.rows.contains("Upgraded") && said.rows.contains("proven") {
        true => Ok(()),
        false => Err(format!("{}{}", said.rows, said.notices)),
    }
}

/// A source that has changed under a target with rows, planned.
fn changed(hint: &str, change: &str) -> Outcome<Pair> {
    let pair = Pair::new(hint, OBJECTS)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    pair.source.sql(change)?;
    pair.plan()?;
    Ok(pair)
}

fn whole() -> Outcome {
    let pair = changed("online", CHANGE)?;
    let before = Dump::of(&pair.target)?;
    let script = printed(&pair)?;
    // From 18 on NOT NULL of a table is that of its heirs.
    let inherit = if server::version() < 18 { " NO INHERIT" } else { "" };
    let not_null = format!("CHECK (c IS NOT NULL){inherit} NOT VALID;");
    let texts = [
        "CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON app.t (id);",
        "ALTER TABLE app.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;",
        "CREATE UNIQUE INDEX CONCURRENTLY twice ON app.t (b) INCLUDE (a)",
        "twice UNIQUE USING INDEX twice DEFERRABLE INITIALLY DEFERRED;",
        "CREATE INDEX CONCURRENTLY twofold ON app.u",
        "CREATE UNIQUE INDEX CONCURRENTLY m_id_idx ON app.m",
        "CREATE INDEX CONCURRENTLY p1_a_idx ON app.p1",
        "CREATE INDEX p_a_idx ON ONLY app.p",
        "ADD CONSTRAINT u_t FOREIGN KEY (t) REFERENCES app.t (id) NOT VALID;",
        "VALIDATE CONSTRAINT u_t;",
        &not_null,
        "CREATE INDEX added_id_idx ON app.added",
    ];
    if let Some(text) = texts.iter().find(|text| !script.contains(**text)) {
        return Err(format!("{text:?} is not in\n{script}"));
    }
    must_succeed(&pair.target.said(&script)?)?;
    pair.must_be_unchanged("after the script")?;
    must_give(&pair.target, "SELECT count(*) FROM pg_index WHERE NOT indisvalid", "0")?;
    must_give(&pair.target, "SELECT pending FROM schemig.status", "")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.progress", "0")?;
    let again = pair.target.said(&script)?;
    if !again.succeeded || !again.rows.contains("Nothing to upgrade") {
        return Err(format!("again: {}{}", again.rows, again.notices));
    }
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('-1')")
}

/// While an index is built, which waits for a transaction that writes, others write.
fn others_write() -> Outcome {
    let pair = changed("online_write", "CREATE INDEX slow ON app.t (b)")?;
    let (script, holder) = (printed(&pair)?, writer(&pair)?);
    let mut runner = named_session(&pair.target, "runner")?;
    runner.send(&script)?;
    must_wait(&pair)?;
    pair.target.sql("SET lock_timeout = '5s'; INSERT INTO app.t (id, b) VALUES (1001, 1001)")?;
    finish(holder)?;
    must_succeed(&runner.finish()?)?;
    pair.must_be_unchanged("after the script")
}

/// A session that has written a row and not committed.
fn writer(pair: &Pair) -> Outcome<Session> {
    let mut holder = named_session(&pair.target, "holder")?;
    holder.send("BEGIN;\nINSERT INTO app.t (id, b) VALUES (1000, 1000);")?;
    crate::concurrency::wait_for(&pair.target, "holder", "state = 'idle in transaction'")?;
    Ok(holder)
}

/// Runs a script that must fail, and waits until the session that it ran in has gone, with its lock.
fn must_fail(pair: &Pair, script: &str, sqlstate: &str, texts: &[&str]) -> Outcome {
    pair.target.fails(script, sqlstate, texts)?;
    let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    wait_until_for(Duration::from_secs(60), "the lock", || pair.target.sql(held), "0")
}

fn finish(mut holder: Session) -> Outcome {
    holder.send("COMMIT;")?;
    holder.finish()?;
    Ok(())
}

/// Until a statement waits for a lock.
fn must_wait(pair: &Pair) -> Outcome {
    let since = Instant::now();
    let waits = "SELECT pg_sleep(0.05), count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while !pair.target.sql(waits)?.trim().ends_with('1') {
        if since.elapsed() > Duration::from_secs(20) {
            return Err("nobody waits for a lock".to_string());
        }
    }
    Ok(())
}

/// Rows that the index does not take: the script ends there, and with better rows it goes on.
fn failed_build() -> Outcome {
    let pair = changed(
        "online_failed",
        "CREATE TABLE app.first (i integer); ALTER TABLE app.t ADD CONSTRAINT one UNIQUE (b), ALTER c SET NOT NULL",
    )?;
    pair.target
        .sql("UPDATE app.t SET b = 1 WHERE id < 3; UPDATE app.t SET c = NULL WHERE id = 7")?;
    let script = printed(&pair)?;
    let half = "SELECT done > 0 AND done < statements FROM schemig.progress";
    let mut left = vec!["23505", "23514"];
    while !left.is_empty() {
        let said = pair.target.said(&script)?;
        let before = left.len();
        left.retain(|code| !said.notices.contains(&format!(" {code}: ")));
        if said.succeeded || left.len() == before {
            return Err(said.rows + &said.notices);
        }
        let said = said.notices;
        must_give(&pair.target, half, "t")?;
        match said.contains("23505") {
            true => {
                must_give(&pair.target, "SELECT count(*) FROM pg_index WHERE NOT indisvalid", "1")?;
                pair.target.sql("UPDATE app.t SET b = id")?
            }
            false => pair.target.sql("UPDATE app.t SET c = now()")?,
        };
    }
    must_succeed(&pair.target.said(&script)?)?;
    must_give(&pair.target, "SELECT count(*) FROM pg_index WHERE NOT indisvalid", "0")?;
    pair.must_be_unchanged("after the last run")
}

/// The session is killed while it builds an index, then while it waits to attach one.
fn killed() -> Outcome {
    let pair = changed("online_killed", CHANGE)?;
    let script = printed(&pair)?;
    for _ in 0..2 {
        let holder = writer(&pair)?;
        let mut runner = named_session(&pair.target, "runner")?;
        runner.send(&script)?;
        must_wait(&pair)?;
        pair.target.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")?;
        if runner.finish()?.succeeded {
            return Err("the script must have failed".to_string());
        }
        pair.target.sql("DELETE FROM app.t WHERE id = 1000")?;
        finish(holder)?;
        pair.target.sql("UPDATE app.t SET c = now(); DELETE FROM app.t WHERE id = 1000")?;
    }
    must_succeed(&pair.target.said(&script)?)?;
    must_give(&pair.target, "SELECT count(*) FROM pg_index WHERE NOT indisvalid", "0")?;
    pair.must_be_unchanged("after the last run")
}

/// What a script has begun can be taken back, and finished by an upgrade.
fn back_from_the_middle() -> Outcome {
    let pair = changed("online_back", CHANGE)?;
    let before = Dump::of(&pair.target)?;
    let script = printed(&pair)?;
    let parts: Vec<&str> = script.split_inclusive("\\endif\nSELECT :schemig_done").collect();
    for count in (1..parts.len()).step_by(4) {
        let begun = parts[..count].concat();
        let begun = begun.trim_end_matches("SELECT :schemig_done");
        pair.target.sql(begun)?;
        pair.downgrade("-1")?;
        let what = format!("after {count} parts and downgrade('-1')");
        before.must_equal(&Dump::of(&pair.target)?, &what)?;
    }
    let begun = parts[..parts.len() / 2].concat();
    pair.target.sql(begun.trim_end_matches("SELECT :schemig_done"))?;
    pair.upgrade()?;
    pair.must_be_unchanged("after the upgrade")
}

/// From its beginning to its end nobody else plans or upgrades; a session can begin again.
fn one_at_a_time() -> Outcome {
    let pair = changed("online_alone", "CREATE TABLE app.x (i integer)")?;
    let id = pair.target.sql("SELECT pending FROM schemig.status")?;
    let begin = format!("SELECT schemig.begin_online('{}');", id.trim());
    let mut runner = named_session(&pair.target, "runner")?;
    runner.send(&format!("{begin}\n{begin}\nSELECT pg_sleep(0.1);"))?;
    crate::concurrency::wait_for(
        &pair.target,
        "runner",
        "state = 'idle' AND query LIKE '%sleep%'",
    )?;
    pair.target.fails(&pair.plan_sql(), "55P03", &["another session"])?;
    pair.target.fails(&printed(&pair)?, "55P03", &["another session", "holds the lock"])?;
    runner.finish()?;
    let script = printed(&pair)?;
    let twice = format!(
        "{begin}\n{script}SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();"
    );
    let said = pair.target.said(&twice)?;
    match said.succeeded && said.rows.trim_end().ends_with("\n0") {
        true => pair.must_be_unchanged("after the script"),
        false => Err(format!("{}{}", said.rows, said.notices)),
    }
}

/// A revision that is not the next one, and one that is gone.
fn not_the_next() -> Outcome {
    let pair = changed("online_next", "CREATE TABLE app.x (i integer)")?;
    let script = printed(&pair)?;
    pair.downgrade("base")?;
    must_fail(&pair, &script, "55000", &["is not the next one", "comes before it"])?;
    pair.plan()?;
    must_fail(&pair, &script, "42704", &["does not exist"])?;
    must_succeed(&run(&pair)?)?;
    pair.must_be_unchanged("after the new script")
}

/// Names that try to be something else to psql.
fn odd_names() -> Outcome {
    let odd = "\"x'\n\\! touch /tmp/schemig_pwned\n\\\\ :schemig_done \"\"--\"";
    let script = format!(
        "CREATE SCHEMA app; CREATE TABLE app.{odd} (id integer NOT NULL, {odd} integer);
         COMMENT ON TABLE app.{odd} IS E'\\n\\\\! touch /tmp/schemig_pwned\\n:schemig_done';"
    );
    let pair = Pair::new("online_odd", &script)?;
    pair.follow()?;
    pair.target.sql(&format!("INSERT INTO app.{odd} VALUES (1, 1)"))?;
    pair.source.sql(&format!(
        "ALTER TABLE app.{odd} ADD CONSTRAINT \"key
\\! touch /tmp/schemig_pwned\" PRIMARY KEY (id), ALTER {odd} SET NOT NULL;
         CREATE INDEX ON app.{odd} ({odd})"
    ))?;
    pair.plan()?;
    must_succeed(&run(&pair)?)?;
    match std::path::Path::new("/tmp/schemig_pwned").exists() {
        true => Err("a name was a command to psql".to_string()),
        false => pair.must_be_unchanged("after the script"),
    }
}

/// psql reads strings as its session does: a backslash must not be an escape.
fn odd_strings() -> Outcome {
    let file = "/tmp/schemig_pwned_by_a_string";
    let pair = changed(
        "online_strings",
        &format!(
            "CREATE TABLE app.x (a text DEFAULT '\\', b text DEFAULT '; \n\\! touch {file} \n-- ', c text DEFAULT '\\')"
        ),
    )?;
    let script = printed(&pair)?;
    let strings = |value: &str| {
        let name = &pair.target.name;
        pair.target
            .sql(&format!("ALTER DATABASE \"{name}\" SET standard_conforming_strings = {value}"))
    };
    strings("off")?;
    let said = pair.target.said(&script)?;
    strings("on")?;
    if std::path::Path::new(file).exists() {
        std::fs::remove_file(file).map_err(|error| error.to_string())?;
        return Err("a string was a command to psql".to_string());
    }
    must_succeed(&said)?;
    pair.must_be_unchanged("after the script")
}

/// What is dropped already has no data to lose: neither script asks for it.
fn printed_at_any_time() -> Outcome {
    let pair = changed(
        "online_any_time",
        "ALTER TABLE app.u DROP COLUMN c; CREATE TABLE app.x (i integer)",
    )?;
    let script = printed(&pair)?;
    let scripts =
        "SELECT schemig.script(), schemig.script(online => true), schemig.script(undo => true)";
    if !script.contains("data_loss: 100 values") {
        return Err(script);
    }
    pair.target.sql(scripts)?;
    pair.target.sql("SELECT schemig.upgrade_batch('head', NULL, '{data_loss}', 1)")?;
    must_give(&pair.target, "SELECT done FROM schemig.progress", "1")?;
    pair.target.sql(scripts)?;
    must_succeed(&pair.target.said(&script)?)?;
    pair.target.sql(scripts)?;
    pair.must_be_unchanged("after the script")
}

/// The timeouts of the session that prints the script are those of its transactions.
fn timeouts() -> Outcome {
    limited("online_timeouts", "ALTER TABLE app.t ADD COLUMN more integer")?;
    // The check that stands in for NOT NULL.
    limited("online_timeouts_before", "ALTER TABLE app.t ALTER b SET NOT NULL")
}

fn limited(hint: &str, change: &str) -> Outcome {
    let pair = changed(hint, change)?;
    let script = pair.target.sql(
        "SET schemig.lock_timeout = '150ms'; SET schemig.statement_timeout = '1h';
         SELECT schemig.script(online => true)",
    )?;
    let holder = writer(&pair)?;
    must_fail(&pair, &script, "55P03", &["lock timeout"])?;
    finish(holder)?;
    must_succeed(&pair.target.said(&script)?)?;
    pair.must_be_unchanged("after the script")
}

fn wrong_input() -> Outcome {
    let pair =
        changed("online_wrong", "CREATE TABLE app.x (i integer); CREATE TABLE app.y (i integer)")?;
    let both = "SELECT schemig.script(undo => true, online => true)";
    pair.target.fails(both, "0A000", &["takes a revision back"])?;
    pair.target.fails("SELECT schemig.begin_online(NULL)", "22004", &["revision"])?;
    pair.target.fails("SELECT schemig.begin_online('head')", "42704", &["head"])?;
    let reach =
        |done: &str| format!("SELECT schemig.reach((SELECT pending FROM schemig.status), {done})");
    pair.target.fails(&reach("0"), "22023", &["from 1 to 2"])?;
    pair.target.fails(&reach("3"), "22023", &["0 of 2 statements"])?;
    pair.target.fails(&reach("NULL"), "22004", &["done"])?;
    let first = "SELECT schemig.reach(current, 1) FROM schemig.status";
    pair.target.fails(first, "55000", &["is applied"]).map(|_| ())
}
