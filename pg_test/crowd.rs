//! Many sessions at once, while the source changes.
//!
//! `SCHEMIG_CROWD` says for how many seconds, `SCHEMIG_CROWD_SEED` who calls what.

use crate::batches::{OBJECTS, ROWS};
use crate::dump::Dump;
use crate::follow::{ALLOW, Pair};
use crate::must::must_give;
use crate::psql::Said;
use crate::{Outcome, tally, trial};
use libtest_mimic::Trial;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub fn trials() -> Vec<Trial> {
    vec![trial("crowd::all_verbs", all_verbs)]
}

/// What each session calls.
const SESSIONS: [&str; 10] =
    ["plan", "plan", "sync", "sync", "upgrade", "batches", "downgrade", "drift", "drift", "verify"];

/// What a session may be told: that another one is at work, that its snapshot is too old, that a part of a revision is
/// applied.
const REFUSALS: [(&str, &str); 3] = [
    ("55P03", "another session is planning or upgrading in this database"),
    ("40001", "could not serialize access"),
    ("55000", "only a part of revision"),
];

/// Two sessions that define something at the same time are found out; what is tried in a temporary schema is no definition.
const ALONE: &str = "CREATE SCHEMA own; CREATE FUNCTION own.alone() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_event_trigger_ddl_commands() WHERE schema_name NOT LIKE 'pg_temp%')
       AND NOT pg_catalog.pg_try_advisory_xact_lock(4711) THEN RAISE 'two at once'; END IF;
    PERFORM pg_catalog.pg_sleep(0.002); END $$;
    CREATE EVENT TRIGGER alone ON ddl_command_end EXECUTE FUNCTION own.alone();";

/// Between batches the target is not what any revision says; and where a revision has changed between two looks, nobody
/// knows on which side of that a drift was.
const LOOK: &str = "SELECT 'a part' FROM schemig.progress;
    SELECT 'revisions: ' || coalesce(string_agg(concat_ws(' ', id, xmin), ',' ORDER BY id), '') FROM schemig.revision;";

/// The first revision is never taken back: the rows would go with their tables.
const SECOND: &str =
    "1 < (SELECT count(*) FROM schemig.revision WHERE state = 'applied' OR reached IS NOT NULL)";

/// Each undoes the one before; none loses rows.
const CHANGES: [&str; 6] = [
    "ALTER TABLE app.t ADD COLUMN c text; CREATE VIEW app.more AS SELECT id, c FROM app.t;",
    "ALTER TABLE app.u RENAME COLUMN c TO d; CREATE INDEX u_d ON app.u (d);",
    "CREATE OR REPLACE FUNCTION app.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 2';",
    "DROP VIEW app.more; ALTER TABLE app.t DROP COLUMN c;",
    "DROP INDEX app.u_d; ALTER TABLE app.u RENAME COLUMN d TO c;",
    "CREATE OR REPLACE FUNCTION app.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';",
];

/// How often each verb has ended how.
type Tally = Mutex<BTreeMap<(&'static str, String), u32>>;

fn all_verbs() -> Outcome {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let (seconds, seed) =
        (number("SCHEMIG_CROWD").unwrap_or(8), number("SCHEMIG_CROWD_SEED").unwrap_or(1));
    let pair = Pair::new("crowd", OBJECTS)?;
    pair.target.sql(ALONE)?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let (tally, wrong) = (Tally::default(), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for (i, name) in SESSIONS.into_iter().enumerate() {
            let random = fastrand::Rng::with_seed(seed + i as u64);
            let (pair, tally, wrong) = (&pair, &tally, &wrong);
            scope.spawn(move || {
                if let Err(message) = session(pair, name, random, end, tally) {
                    wrong.lock().expect("the list").push(message);
                }
            });
        }
        changer(&pair, end)
    })?;
    let tally = tally.into_inner().expect("the tally");
    let told: Vec<String> =
        tally.iter().map(|((name, how), count)| format!("{name} {how} {count}")).collect();
    println!("crowd: seed {seed}, {seconds} s: {}", told.join(", "));
    let wrong = wrong.into_inner().expect("the list");
    if !wrong.is_empty() {
        return Err(format!("SCHEMIG_CROWD_SEED={seed}\n{}", wrong.join("\n")));
    }
    afterwards(&pair, &before)
}

/// Changes the source all the time, in transactions of some length.
fn changer(pair: &Pair, end: Instant) -> Outcome {
    for change in CHANGES.iter().cycle() {
        pair.source.sql(&format!("BEGIN; {change} SELECT pg_sleep(0.1); COMMIT;"))?;
        if Instant::now() > end && change == CHANGES.last().unwrap_or(&"") {
            break;
        }
    }
    Ok(())
}

/// Calls its verb until the end; nothing but a refusal may go wrong.
fn session(
    pair: &Pair,
    name: &'static str,
    mut random: fastrand::Rng,
    end: Instant,
    tally: &Tally,
) -> Outcome {
    while Instant::now() < end {
        // With an old snapshot nothing can be told of what other sessions have changed since.
        let old = !matches!(name, "drift" | "verify") && random.bool();
        let isolation = if old { "REPEATABLE READ" } else { "READ COMMITTED" };
        let call = match name {
            "plan" => "SELECT schemig.plan('src_server') FROM pg_sleep(0.1)".to_owned(),
            "sync" => format!("SELECT schemig.sync('src_server', {ALLOW})"),
            "upgrade" => format!("SELECT schemig.upgrade({ALLOW})"),
            "batches" => format!("CALL schemig.upgrade_in_batches({ALLOW}, batch => 2)"),
            "downgrade" => {
                format!("SELECT schemig.downgrade({ALLOW}) FROM pg_sleep(0.2) WHERE {SECOND}")
            }
            "drift" => format!(
                "{LOOK} SELECT kind, object, state, recorded, actual FROM schemig.drift(); {LOOK}"
            ),
            _ => "SELECT count(*) FROM schemig.verify()".to_owned(),
        };
        let set = format!("SET default_transaction_isolation = '{isolation}';");
        let said = pair.target.said(&format!("{set} {call};"))?;
        tally::count("calls of a crowd", 1);
        let how =
            judged(name, &said).map_err(|message| format!("{name}, {isolation}: {message}"))?;
        *tally.lock().expect("the tally").entry((name, how)).or_default() += 1;
    }
    Ok(())
}

/// How a call has ended; an error where it should not have ended so.
fn judged(name: &str, said: &Said) -> Outcome<String> {
    if said.succeeded {
        return match name {
            "drift" => judged_drift(&said.rows),
            "sync" if said.rows.contains("Skipped") => Ok("skipped".into()),
            "downgrade" if said.rows.is_empty() => Ok("none to take back".into()),
            _ => Ok("ok".into()),
        };
    }
    let refused = |(state, text): &&(&str, &str)| {
        said.notices.contains(&format!(" {state}: ")) && said.notices.contains(text)
    };
    match REFUSALS.iter().find(refused) {
        Some((state, _)) => Ok((*state).into()),
        None => Err(said.notices.clone()),
    }
}

/// What a drift between two looks has found.
fn judged_drift(rows: &str) -> Outcome<String> {
    let (looks, found): (Vec<&str>, Vec<&str>) =
        rows.lines().partition(|line| line.starts_with("revisions: "));
    if found.contains(&"a part") {
        return Ok("between batches".into());
    }
    match (&looks[..], found.is_empty()) {
        ([_, _], true) => Ok("ok".into()),
        ([before, after], false) if before != after => Ok("in the middle".into()),
        _ => Err(format!("nobody has changed the target, but\n{rows}")),
    }
}

/// The record is true: all can be brought up to date, and all be taken back.
fn afterwards(pair: &Pair, before: &Dump) -> Outcome {
    pair.target.sql(&format!("CALL schemig.upgrade_in_batches({ALLOW})"))?;
    pair.target.sql(&format!("SELECT schemig.sync('src_server', {ALLOW})"))?;
    pair.must_be_unchanged("after all")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.drift()", "0")?;
    must_give(&pair.target, "SELECT count(*) FROM app.t", "100")?;
    let open =
        format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{}'", pair.source.name);
    must_give(&pair.target, &open, "0")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")
}
