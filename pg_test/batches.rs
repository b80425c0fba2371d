//! `upgrade_in_batches`: each batch commits; what is stopped in the middle goes on from there, or goes back.

use crate::concurrency::{named_session, wait_for};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::{must_give, must_have, must_lack};
use crate::{Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("batches::whole", whole),
        trial("batches::read_anew", read_anew),
        trial("batches::resumed", resumed),
        trial("batches::killed", killed),
        trial("batches::back_from_everywhere", back_from_everywhere),
        trial("batches::validated_apart", validated_apart),
        trial("batches::others_wait", others_wait),
        trial("batches::loss", loss),
        trial("batches::wrong_input", wrong_input),
        trial("batches::lock_table", lock_table),
        trial("batches::lock_table_of_what_is_there", lock_table_of_what_is_there),
    ]
}

pub const OBJECTS: &str = "CREATE SCHEMA app;
    CREATE TYPE app.mood AS ENUM ('a', 'b');
    CREATE TABLE app.t (id serial PRIMARY KEY, a text, b integer, m app.mood DEFAULT 'a');
    CREATE TABLE app.u (id integer PRIMARY KEY, t integer, c text);
    CREATE TABLE app.p (id integer, a text) PARTITION BY LIST (id);
    CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES IN (1);
    CREATE INDEX ON app.t (a);
    CREATE VIEW app.v AS SELECT id, a FROM app.t;
    CREATE VIEW app.w AS SELECT a FROM app.v;
    CREATE FUNCTION app.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE SEQUENCE app.s; COMMENT ON VIEW app.v IS 'v';";

/// Renames, swaps, types, labels, views replaced and made again, keys, drops.
pub const CHANGE: &str = "ALTER TABLE app.t RENAME COLUMN a TO x; ALTER TABLE app.t RENAME COLUMN b TO a;
    ALTER TYPE app.mood ADD VALUE 'c' AFTER 'a'; ALTER TABLE app.u RENAME TO u2;
    ALTER TABLE app.u2 ADD CONSTRAINT u_t FOREIGN KEY (t) REFERENCES app.t, ADD CHECK (id > 0);
    CREATE INDEX ON app.u2 (c); ALTER TABLE app.u2 ALTER c TYPE varchar(10);
    CREATE OR REPLACE VIEW app.w AS SELECT x AS a, 1 AS more FROM app.t;
    DROP FUNCTION app.f(integer); CREATE FUNCTION app.f(integer) RETURNS text LANGUAGE sql AS 'SELECT ''1''';
    CREATE TABLE app.added (id integer PRIMARY KEY REFERENCES app.t, g integer GENERATED ALWAYS AS (id + 1) STORED);
    CREATE TABLE app.p2 PARTITION OF app.p FOR VALUES IN (2); ALTER TABLE app.p DETACH PARTITION app.p1;
    ALTER SEQUENCE app.s OWNED BY app.added.id; CREATE TABLE app.last (i integer);
    COMMENT ON VIEW app.v IS 'w'; CREATE MATERIALIZED VIEW app.m AS SELECT id FROM app.t; CREATE INDEX ON app.m (id);";

pub const ROWS: &str = "INSERT INTO app.t (a) SELECT i::text FROM generate_series(1, 100) AS i;
    INSERT INTO app.u SELECT i, i, 'c' FROM generate_series(1, 100) AS i; INSERT INTO app.p VALUES (1, 'p');";

fn call(batch: usize) -> String {
    format!("CALL schemig.upgrade_in_batches(batch => {batch});")
}

/// A batch runs what stands in the record by then.
fn read_anew() -> Outcome {
    let pair = Pair::new("batches_read_anew", OBJECTS)?;
    pair.plan()?;
    let first = "SELECT schemig.upgrade_batch('head', NULL, '{}', 1);";
    let change = "UPDATE schemig.step SET statement = 'COMMENT ON TABLE app.none IS NULL'
        WHERE number = (SELECT max(number) FROM schemig.step WHERE statement IS NOT NULL);";
    pair.target.fails(&format!("{first} {change} {}", call(500)), "42P01", &["app.none"])?;
    Ok(())
}

fn whole() -> Outcome {
    let pair = Pair::new("batches", OBJECTS)?;
    let before = Dump::of(&pair.target)?;
    pair.plan()?;
    let said = pair.target.said(&format!("{} SHOW application_name;", call(3)))?;
    if !said.succeeded || !said.notices.contains(": 3 of ") || said.rows.contains("schemig") {
        return Err(format!("{}{}", said.rows, said.notices));
    }
    pair.must_be_equal(&before, "after the first revision")?;
    pair.target.sql(ROWS)?;
    pair.source.sql(CHANGE)?;
    pair.plan()?;
    pair.target.sql(&call(2))?;
    pair.must_be_unchanged("after the second revision")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.progress", "0")?;
    pair.target.sql(&call(2))?;
    must_give(&pair.target, "SELECT count(*) FROM app.t WHERE x IS NOT NULL", "100")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")
}

/// A batch fails; those before it stay, and the next call goes on.
fn resumed() -> Outcome {
    let pair = Pair::new("batches_resumed", OBJECTS)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    pair.source.sql("CREATE TABLE app.first (id integer); ALTER TABLE app.t ADD UNIQUE (a); CREATE TABLE app.a2 (i integer)")?;
    pair.target.sql("UPDATE app.t SET a = '1' WHERE id < 3")?;
    pair.plan()?;
    pair.target.fails(&call(1), "23505", &["t_a_key"])?;
    must_give(&pair.target, "SELECT done > 0 AND done < statements FROM schemig.progress", "t")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.status WHERE pending IS NOT NULL", "1")?;
    let named = "\\set ON_ERROR_STOP off\nSET application_name = 'mine';";
    let said = pair.target.said(&format!("{named}\n{}\nSHOW application_name;", call(1)))?;
    if said.rows.trim() != "mine" || !said.notices.contains("t_a_key") {
        return Err(format!("application_name after an error: {}{}", said.rows, said.notices));
    }
    pair.target.sql("UPDATE app.t SET a = id::text")?;
    pair.target.sql(&call(1))?;
    pair.must_be_unchanged("after the second call")
}

/// The session is killed while a batch waits for a lock; upgrade, too, goes on from there.
fn killed() -> Outcome {
    let pair = Pair::new("batches_killed", OBJECTS)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    pair.source.sql(CHANGE)?;
    pair.plan()?;
    let mut holder = named_session(&pair.target, "holder")?;
    holder.send("BEGIN;\nLOCK TABLE app.u IN ACCESS SHARE MODE;")?;
    wait_for(&pair.target, "holder", "state = 'idle in transaction'")?;
    let mut upgrader = named_session(&pair.target, "upgrader")?;
    upgrader.send(&call(1))?;
    let waits = "SELECT pg_sleep(0.05), count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while !pair.target.sql(waits)?.trim().ends_with('1') {}
    let shown = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND wait_event_type = 'Lock' AND application_name ~ '^schemig: \\w+ of .+: \\d+ of \\d+ statements$'";
    must_give(&pair.target, shown, "1")?;
    pair.target.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")?;
    upgrader.finish()?;
    holder.send("COMMIT;")?;
    holder.finish()?;
    pair.upgrade()?;
    pair.must_be_unchanged("after the upgrade")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.progress", "0")
}

/// After each number of batches a downgrade takes back what there is of the revision, rows and all.
fn back_from_everywhere() -> Outcome {
    let pair = Pair::new("batches_back", OBJECTS)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql(CHANGE)?;
    pair.plan()?;
    for count in 1.. {
        let batches = "SELECT schemig.upgrade_batch('head', NULL, '{}', 1);\n".repeat(count);
        pair.target.sql(&batches)?;
        let ended = pair.target.sql("SELECT count(*) FROM schemig.progress")?.trim() == "0";
        pair.downgrade("-1")?;
        let what = format!("after {count} batches and downgrade('-1')");
        before.must_equal(&Dump::of(&pair.target)?, &what)?;
        must_give(&pair.target, "SELECT count(a), count(b) FROM app.t", "100|0")?;
        if ended {
            break;
        }
    }
    pair.target.sql(&call(4))?;
    pair.must_be_unchanged("at last")
}

/// Keys and checks over rows are added without a look at them, which comes in a batch of its own.
fn validated_apart() -> Outcome {
    let pair = Pair::new("batches_validated", OBJECTS)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    pair.target.sql(
        "CREATE TABLE public.log (n serial, tag text, q text);
         CREATE FUNCTION public.note() RETURNS event_trigger LANGUAGE plpgsql AS
           $$ BEGIN INSERT INTO public.log (tag, q) SELECT tg_tag, conname FROM pg_catalog.pg_constraint WHERE NOT convalidated; END $$;
         CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION public.note();",
    )?;
    pair.source.sql("ALTER TABLE app.u ADD CONSTRAINT u_t FOREIGN KEY (t) REFERENCES app.t, ADD CONSTRAINT positive CHECK (id > 0)")?;
    pair.plan()?;
    pair.target.sql(&call(500))?;
    must_give(&pair.target, "SELECT string_agg(DISTINCT q, ',') FROM public.log", "positive,u_t")?;
    must_give(&pair.target, "SELECT count(*) FROM pg_constraint WHERE NOT convalidated", "0")?;
    pair.target
        .sql("DROP EVENT TRIGGER note; DROP FUNCTION public.note(); DROP TABLE public.log")?;
    pair.must_be_unchanged("after the upgrade")
}

/// Until it is whole or gone, nothing else can be planned, stamped or discarded.
fn others_wait() -> Outcome {
    let pair = Pair::new("batches_others", OBJECTS)?;
    pair.plan()?;
    pair.target.sql("SELECT schemig.upgrade_batch('head', NULL, '{}', 2)")?;
    let texts =
        ["only a part of revision", "2 of its statements", "upgrade_in_batches", "downgrade"];
    pair.target.fails(&pair.plan_sql(), "55000", &texts)?;
    pair.target.fails("SELECT schemig.sync('src_server')", "55000", &texts)?;
    pair.target.fails("SELECT schemig.stamp()", "55000", &texts)?;
    pair.target.fails("SELECT schemig.discard()", "55000", &texts)?;
    pair.downgrade("-1")?;
    pair.plan()?;
    pair.upgrade()?;
    pair.must_be_unchanged("after all")
}

fn loss() -> Outcome {
    let pair = Pair::new("batches_loss", OBJECTS)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    pair.source.sql("ALTER TABLE app.u DROP COLUMN c; CREATE TABLE app.n (i integer)")?;
    pair.plan()?;
    pair.target.fails(&call(1), "55000", &["data_loss"])?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.progress", "0")?;
    pair.target.sql("CALL schemig.upgrade_in_batches(allow => '{data_loss}', batch => 1)")?;
    pair.must_be_unchanged("after the call")
}

fn wrong_input() -> Outcome {
    let pair = Pair::new("batches_wrong", OBJECTS)?;
    pair.plan()?;
    pair.target.fails(&call(0), "22023", &["batch must be at least 1"])?;
    pair.target.fails("CALL schemig.upgrade_in_batches('nothing')", "42704", &["nothing"])?;
    pair.target.fails(&format!("BEGIN; {} COMMIT;", call(1)), "2D000", &[])?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.progress", "0")
}

/// On a server with room for few locks, with a source and a target: what the script says there. `changes` sends a
/// statement for each of so many tables, to the source if nothing else is said.
fn with_few_locks(script: &str) -> Outcome<String> {
    let begin = r#"
        set -euo pipefail
        export SETTINGS=$'max_locks_per_transaction = 10\nmax_connections = 20'
        here=$1
        eval "$("$here/server.sh" start)"
        trap '"$here/server.sh" stop "$PGHOST" >/dev/null' EXIT
        sql() { "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2>&1; }
        changes() { seq 1 "$1" | sed "s/.*/$2;/" | sql -d "${3:-s}"; }
        sql -d postgres -c 'CREATE DATABASE s' -c 'CREATE DATABASE t'
        sql -d t -c 'SET client_min_messages = warning; CREATE EXTENSION schemig CASCADE' \
          -c "CREATE SERVER src FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '$PGHOST', port '$PGPORT', dbname 's')" \
          -c 'CREATE USER MAPPING FOR CURRENT_USER SERVER src'
        plan() { sql -d t -c "SELECT schemig.plan('src')" | grep -v WARNING | tail -2; }
        upgrade() { sql -d t -c 'SELECT schemig.upgrade()' || true; }
        batches() { sql -d t -c 'CALL schemig.upgrade_in_batches(batch => 50)' | grep -v ' of [0-9]* statements' || true; }
        "#;
    let output = std::process::Command::new("bash")
        .args(["-c", &format!("{begin}{script}"), "bash"])
        .arg(crate::server::directory())
        .env_remove("SCHEMIG_TEST_SERVER")
        .output()
        .map_err(|error| format!("bash: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(said + &String::from_utf8_lossy(&output.stderr))
}

/// Refused before the first step, and done in batches.
fn lock_table() -> Outcome {
    let said = with_few_locks(
        r#"
        changes 400 'CREATE TABLE t& (id integer PRIMARY KEY, a text)'; plan; upgrade; batches
        sql -d t -c "SELECT 'differ: ' || count(*) FROM schemig.verify() WHERE state NOT IN ('same', 'extra')"
        plan; sql -d t -c 'SELECT schemig.downgrade(allow => ARRAY[$$data_loss$$])' || true"#,
    )?;
    must_have(
        &said,
        &[
            "needs more locks than this server has room for",
            "It makes, changes or drops about 1200 relations",
            "max_locks_per_transaction is 10.",
            "CALL schemig.upgrade_in_batches('",
            "differ: 0",
            "No changes.",
        ],
    )
}

/// What is there already takes locks only where something is done to it.
fn lock_table_of_what_is_there() -> Outcome {
    let said = with_few_locks(
        r#"
        for there in s t; do changes 600 'CREATE TABLE t& (id integer PRIMARY KEY, a text)' "$there"; done
        echo '== taken over'; plan; upgrade
        changes 600 'ALTER TABLE t& ADD COLUMN b integer, ADD COLUMN c integer, ADD COLUMN d integer'
        echo '== columns'; plan; upgrade; batches
        sql -d s -c 'CREATE SCHEMA q'
        changes 150 'CREATE TABLE q.t& (id integer PRIMARY KEY)'; plan >/dev/null; batches >/dev/null
        echo '== moved'; sql -d s -c 'ALTER SCHEMA q RENAME TO r'; plan; upgrade
        changes 40 'CREATE TABLE r.u& (id integer PRIMARY KEY)'; plan >/dev/null; upgrade >/dev/null
        changes 40 'CREATE TABLE r.v& (id integer PRIMARY KEY)'; plan >/dev/null; upgrade >/dev/null
        echo '== two at once'; sql -d t -c "SELECT schemig.downgrade('-2')" || true
        for one in 1 2; do sql -d t -c "SELECT schemig.downgrade('-1')"; done
        echo '== many gone'; sql -d t -c "SELECT schemig.downgrade('-2')" || true"#,
    )?;
    let part = |name| said.split("== ").find(|part| part.starts_with(name)).unwrap_or_default();
    let fits = |name, parts: &[&str]| {
        must_have(part(name), parts).map_err(|error| format!("{name}: {error}\nof\n{said}"))
    };
    fits("taken over", &["0 statements", "Upgraded src to"])?;
    fits("columns", &["changes or drops about 600 relations", "NOTICE:  Upgraded src to"])?;
    fits("moved", &["1 to rename", "1 statement.", "Upgraded src to"])?;
    fits("two at once", &["needs more locks", " locks of this transaction,", "Took back"])?;
    // Dropped are 150 tables with their keys, and the types of their rows.
    fits("many gone", &["needs more locks", "about 900 relations", "HINT:  Set max_locks"])?;
    must_lack(&said, &["out of shared memory"])
}
