//! Following without a person at hand: `sync`, by a scheduler too, and no longer following.

use crate::concurrency::{named_session, wait_for, wait_until_for};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::{must_give, must_have};
use crate::psql::{Database, in_database};
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use std::time::Duration;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("operations::sync", sync),
        trial("operations::sync_several_schemas", sync_several_schemas),
        trial("operations::sync_leaves_loss", sync_leaves_loss),
        trial("operations::sync_skips", sync_skips),
        trial("operations::sync_fails_whole", sync_fails_whole),
        trial("operations::cron", cron),
        trial("operations::dry_run", dry_run),
        trial("operations::value_of_an_earlier_revision", value_of_an_earlier_revision),
        trial("operations::rows_bar_the_way_back", rows_bar_the_way_back),
        trial("operations::rows_bar_the_way_back_of_constraints", rows_bar_constraints),
        trial("operations::unfollow", unfollow),
        trial("operations::unfollow_with_trash", unfollow_with_trash),
    ]
}

const SYNC: &str = "SELECT schemig.sync('src_server');";

/// Plans and upgrades; a second time there is nothing to do, and nothing is written.
fn sync() -> Outcome {
    let pair = Pair::new("sync", "CREATE TABLE t (id integer PRIMARY KEY);")?;
    let before = Dump::of(&pair.target)?;
    must_have(&pair.target.sql(SYNC)?, &["+ table public.t", "Upgraded src_server to "])?;
    pair.must_be_equal(&before, "after sync")?;
    must_have(&pair.target.sql(SYNC)?, &["No changes."])?;
    must_give(&pair.target, "SELECT count(*), max(state) FROM schemig.revision", "1|applied")?;
    pair.source.sql("ALTER TABLE t ADD b text")?;
    must_have(&pair.target.sql(SYNC)?, &["+ column public.t.b text", "Upgraded src_server to "])?;
    pair.must_be_unchanged("after the second sync")
}

fn sync_several_schemas() -> Outcome {
    let script = "CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c; CREATE TABLE a.t (i integer);
        CREATE TABLE b.t (i integer); CREATE TABLE c.t (i integer);";
    let pair = Pair::new("sync_several", script)?;
    let said = pair.target.sql("SELECT schemig.sync('src_server', ARRAY['b', 'a']);")?;
    must_have(&said, &["+ table a.t", "+ table b.t", "Upgraded src_server/a+b to "])?;
    pair.target.sql("SELECT schemig.sync('src_server', 'c', '{data_loss}');")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.status WHERE pending IS NULL", "2")?;
    pair.target.fails("SELECT schemig.sync('src_server', '{}'::name[]);", "22023", &[])?;
    pair.target.fails("SELECT schemig.sync(NULL);", "22004", &[])?;
    pair.target.fails("SELECT schemig.sync('src_server', allow => '{x}');", "22023", &["\"x\""])?;
    Ok(())
}

/// What would lose data stays pending until it is allowed.
fn sync_leaves_loss() -> Outcome {
    let pair = Pair::new("sync_loss", "CREATE TABLE t (id integer, name text);")?;
    pair.target.sql(SYNC)?;
    pair.target.sql("INSERT INTO t VALUES (1, 'a'), (2, NULL)")?;
    pair.source.sql("ALTER TABLE t DROP COLUMN name; CREATE TABLE u (id integer);")?;
    let hint = "schemig.upgrade(source => 'src_server', allow => ";
    must_have(&pair.target.sql(SYNC)?, &["pending: it loses data.", "1 value", hint, "data_loss"])?;
    must_give(&pair.target, "SELECT count(*) FROM t WHERE name = 'a'", "1")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.status WHERE pending IS NOT NULL", "1")?;
    must_give(&pair.target, "SELECT to_regclass('u') IS NULL", "t")?;
    let allowed = pair.target.sql("SELECT schemig.sync('src_server', allow => '{data_loss}');")?;
    must_have(&allowed, &["- column public.t.name", "Upgraded src_server to "])?;
    pair.must_be_unchanged("after the sync that may lose data")
}

/// A sync does not wait for another session, and does not fail either.
fn sync_skips() -> Outcome {
    let pair = Pair::new("sync_skips", "CREATE TABLE t (id integer);")?;
    let mut first = named_session(&pair.target, "first")?;
    first.send(&format!("BEGIN;\n{}", pair.plan_sql()))?;
    wait_for(&pair.target, "first", "state = 'idle in transaction'")?;
    must_have(&pair.target.sql(SYNC)?, &["Skipped src_server: another session"])?;
    first.send("ROLLBACK;")?;
    first.finish()?;
    must_have(&pair.target.sql(SYNC)?, &["Upgraded src_server to "])
}

/// When the upgrade fails, the plan is not left either.
fn sync_fails_whole() -> Outcome {
    let pair = Pair::new("sync_fails", "CREATE TABLE t (id integer);")?;
    pair.target.sql(SYNC)?;
    pair.target.sql("INSERT INTO t VALUES (1), (1)")?;
    pair.source.sql("CREATE TABLE u (id integer); ALTER TABLE t ADD UNIQUE (id)")?;
    pair.target.fails(SYNC, "23505", &["t_id_key"])?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.revision", "1")?;
    pair.target.sql("DELETE FROM t")?;
    must_have(&pair.target.sql(SYNC)?, &["Upgraded src_server to "])
}

/// The line of the README in a real scheduler: the target follows within a minute, and what fails says why.
fn cron() -> Outcome {
    let pair = Pair::new("cron", "CREATE TABLE t (id integer PRIMARY KEY);")?;
    let lost = Database::target_of(&pair.source)?;
    lost.sql("DROP USER MAPPING FOR CURRENT_USER SERVER src_server")?;
    in_database("postgres", "CREATE EXTENSION IF NOT EXISTS pg_cron")?;
    for database in [&pair.target.name, &lost.name] {
        let job = format!(
            "SELECT cron.schedule_in_database('{database}', '* * * * *', $$SELECT schemig.sync('src_server')$$, '{database}')"
        );
        in_database("postgres", &job)?;
    }
    let outcome = followed_by_cron(&pair, &lost);
    for database in [&pair.target.name, &lost.name] {
        in_database("postgres", &format!("SELECT cron.unschedule('{database}')"))?;
    }
    outcome
}

fn followed_by_cron(pair: &Pair, lost: &Database) -> Outcome {
    let patience = Duration::from_secs(150);
    let has = |column: &str| {
        let query =
            format!("SELECT count(*) FROM schemig.recorded WHERE object = 'public.t.{column}'");
        wait_until_for(patience, column, || pair.target.sql(&query), "1")
    };
    has("id")?;
    pair.source.sql("ALTER TABLE t ADD b text")?;
    has("b")?;
    pair.must_be_unchanged("after two runs of the job")?;
    let of = |database: &str| {
        format!(
            "SELECT status, return_message FROM cron.job_run_details WHERE database = '{database}' ORDER BY runid LIMIT 1"
        )
    };
    let failed = in_database("postgres", &of(&lost.name))?;
    must_have(&failed, &["failed", "user mapping", "HINT: Create it with CREATE USER MAPPING"])?;
    must_have(&in_database("postgres", &of(&pair.target.name))?, &["succeeded"])
}

/// Each step with its time, and the locks on what was there before: none on what only its readers share.
fn dry_run() -> Outcome {
    let script = "CREATE TABLE t (id integer PRIMARY KEY); CREATE TABLE u (id integer PRIMARY KEY);
        CREATE TABLE \"Q q\" (id integer); CREATE VIEW v AS SELECT id FROM u;";
    let pair = Pair::new("dry_run_times", script)?;
    pair.follow()?;
    pair.source.sql(
        "ALTER TABLE t ADD b text; CREATE TABLE added (id integer REFERENCES u); CREATE INDEX ON \"Q q\" (id);
         CREATE VIEW w AS SELECT id FROM v",
    )?;
    pair.plan()?;
    let before = Dump::of(&pair.target)?;
    let said = pair.target.sql("SELECT schemig.upgrade(dry_run => true);")?;
    let steps = [
        " ms  step 1, create ",
        "create table public.added",
        "create column public.t.b",
        "create view public.w",
    ];
    must_have(&said, &["proven."])?;
    must_have(&said, &steps)?;
    let locks: Vec<&str> = said.lines().filter(|line| line.contains("Lock on ")).collect();
    let expected = [
        "  ShareLock on table public.\"Q q\"",
        "  AccessExclusiveLock on table public.t",
        "  ShareRowExclusiveLock on table public.u",
    ];
    if locks != expected || !said.ends_with("Dry run: everything was rolled back.\n") {
        return Err(format!("{said}\nshould have {expected:?}"));
    }
    before.must_equal(&Dump::of(&pair.target)?, "after the dry run")?;
    let real = pair.target.sql("SELECT schemig.upgrade();")?;
    match real.contains(" ms  step") || real.contains("Lock on") {
        true => Err(real),
        false => pair.must_be_unchanged("after the upgrade"),
    }
}

/// The history goes, the objects stay; following again finds them there.
fn unfollow() -> Outcome {
    let pair = Pair::new(
        "unfollow",
        "CREATE TABLE t (id integer PRIMARY KEY); CREATE VIEW v AS TABLE t;",
    )?;
    pair.follow()?;
    pair.source.sql("ALTER TABLE t ADD b text")?;
    pair.follow()?;
    let there = Dump::of(&pair.target)?;
    pair.target.fails("SELECT schemig.unfollow('nobody');", "42704", &["\"nobody\""])?;
    pair.target.fails("SELECT schemig.unfollow(NULL);", "22004", &[])?;
    let said = pair.target.sql("SELECT schemig.unfollow('src_server');")?;
    must_have(
        &said,
        &["Unfollowed src_server: 2 revisions forgotten; its objects stay as they are."],
    )?;
    there.must_equal(&Dump::of(&pair.target)?, "after unfollow")?;
    let left =
        "SELECT (SELECT count(*) FROM schemig.source) + (SELECT count(*) FROM schemig.revision)
        + (SELECT count(*) FROM schemig.fact) + (SELECT count(*) FROM schemig.step)";
    must_give(&pair.target, left, "0")?;
    must_have(&pair.plan()?, &["= table public.t", "0 to create", "0 statements"])?;
    pair.upgrade()?;
    there.must_equal(&Dump::of(&pair.target)?, "after following again")
}

fn unfollow_with_trash() -> Outcome {
    let pair =
        Pair::new("unfollow_trash", "CREATE TABLE t (id integer); CREATE TABLE u (id integer);")?;
    pair.target
        .sql(r#"SELECT schemig.configure('src_server', NULL::name, '{"drops": "trash"}')"#)?;
    pair.follow()?;
    pair.target.sql("INSERT INTO t VALUES (1)")?;
    pair.source.sql("DROP TABLE t")?;
    pair.follow()?;
    let said = pair.target.sql("SELECT schemig.unfollow('src_server');")?;
    must_have(&said, &["2 revisions", "1 object in the trash among them"])?;
    let held = "SELECT count(*) FROM pg_class WHERE relnamespace = 'schemig_trash'::regnamespace AND relkind = 'r'";
    must_give(&pair.target, held, "1")
}

/// The server lets nobody use a value in the transaction that adds it: that is said before the first statement.
fn value_of_an_earlier_revision() -> Outcome {
    let pair = Pair::new(
        "value_of_earlier",
        "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e); CREATE TABLE u (y integer);",
    )?;
    pair.follow()?;
    let old = Dump::of(&pair.target)?;
    for change in [
        "ALTER TYPE e ADD VALUE 'it''s'",
        "ALTER TABLE u ADD z integer",
        "ALTER TABLE t ALTER x SET DEFAULT 'it''s'",
    ] {
        pair.source.sql(change)?;
        pair.target.sql(SYNC)?;
    }
    let new = Dump::of(&pair.target)?;
    let target = &pair.target;
    target.sql("SELECT schemig.downgrade('-3');")?;
    old.must_equal(&Dump::of(target)?, "after the downgrade")?;
    let ids =
        target.sql("SELECT string_agg(revision, ' ' ORDER BY revision) FROM schemig.history")?;
    let said = target.said("SELECT schemig.upgrade();")?;
    let told =
        ["55P04", "uses a value that revision", "'it''s' of public.e", "schemig.upgrade('+1')"];
    let named = ids.split_whitespace().filter(|id| said.notices.contains(*id)).count();
    if said.succeeded || named != 2 || told.iter().any(|text| !said.notices.contains(text)) {
        return Err(format!("it should name two of {ids}:\n{}", said.notices));
    }
    // No statement was run.
    if said.notices.contains("Step ") {
        return Err(said.notices);
    }
    target.sql("SELECT schemig.upgrade('+2');")?;
    target.sql("SELECT schemig.upgrade();")?;
    new.must_equal(&Dump::of(target)?, "after upgrades by themselves")
}

/// Nor can a constraint that rows break by now; all that they break is told at once.
fn rows_bar_constraints() -> Outcome {
    let pair = Pair::new(
        "rows_bar_constraints",
        "CREATE TABLE parent (id integer PRIMARY KEY);
         CREATE TABLE t (id integer PRIMARY KEY, a integer CONSTRAINT t_a_key UNIQUE,
                         b integer CONSTRAINT t_b_check CHECK (b > 0), c integer REFERENCES parent, d text);
         CREATE UNIQUE INDEX t_d ON t (lower(d));
         CREATE TABLE gone (id integer PRIMARY KEY, a integer UNIQUE);",
    )?;
    pair.follow()?;
    let target = &pair.target;
    let old = Dump::of(target)?;
    pair.source.sql(
        "ALTER TABLE t DROP CONSTRAINT t_a_key, DROP CONSTRAINT t_b_check, DROP CONSTRAINT t_c_fkey;
         DROP INDEX t_d;
         DROP TABLE gone;",
    )?;
    target.sql("SELECT schemig.sync('src_server');")?;
    must_give(
        target,
        "SELECT string_agg(object, ', ' ORDER BY object) FROM schemig.step WHERE bars <> '[]'",
        "public.t.t_a_key, public.t.t_b_check, public.t.t_c_fkey, public.t_d",
    )?;
    target.sql("INSERT INTO t VALUES (1, 5, -1, 7, 'x'), (2, 5, 1, NULL, 'X');")?;
    target.fails(
        "SELECT schemig.downgrade();",
        "23000",
        &[
            "rows bar the way back from revision",
            "duplicate keys (a): 2 rows",
            "check \"t_b_check\" is violated: 1 row",
            "no row of public.parent for (c): 1 row",
            "duplicate keys (lower(d)): 2 rows",
        ],
    )?;
    target.sql("UPDATE t SET a = id, b = 1, c = NULL, d = id; SELECT schemig.downgrade();")?;
    old.must_equal(&Dump::of(target)?, "after the downgrade over corrected rows")
}

/// A column that takes no nulls cannot come back over rows without a value: that is said before the first statement.
fn rows_bar_the_way_back() -> Outcome {
    let pair = Pair::new(
        "rows_bar",
        "CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b integer NOT NULL DEFAULT 7);",
    )?;
    pair.follow()?;
    let target = &pair.target;
    let old = Dump::of(target)?;
    target.sql("INSERT INTO t VALUES (1, 5, 6), (2, 6, 7)")?;
    pair.source.sql("ALTER TABLE t DROP COLUMN a, DROP COLUMN b; ALTER TABLE t RENAME TO t2;")?;
    target.sql("SELECT schemig.sync('src_server', allow => '{data_loss}');")?;
    let new = Dump::of(target)?;
    let told = [
        "rows bar the way back from revision",
        "new column \"a\" is not null and has no default: 2 rows",
        "schemig.stamp('-1')",
    ];
    let said = target.said("SELECT schemig.downgrade();")?;
    let lacks = |text: &&str| !said.notices.contains(*text);
    if said.succeeded || told.iter().any(lacks) || said.notices.contains("Step ") {
        return Err(format!("it should say {told:?}:\n{}", said.notices));
    }
    target.fails("SELECT schemig.downgrade();", "23000", &["bar the way back"])?;
    new.must_equal(&Dump::of(target)?, "after what was refused")?;
    // By hand, with values, and recorded.
    target.sql(
        "BEGIN;
         ALTER TABLE t2 RENAME TO t;
         ALTER TABLE t ADD COLUMN a integer, ADD COLUMN b integer DEFAULT 7 NOT NULL;
         UPDATE t SET a = 0;
         ALTER TABLE t ALTER COLUMN a SET NOT NULL;
         SELECT schemig.stamp('-1');
         COMMIT;",
    )?;
    must_give(target, "SELECT count(*) FROM schemig.drift()", "0")?;
    old.must_equal(&Dump::of(target)?, "by hand")?;
    // Without rows nothing is in the way.
    target.sql("SELECT schemig.upgrade(allow => '{data_loss}'); DELETE FROM t2; SELECT schemig.downgrade();")?;
    old.must_equal(&Dump::of(target)?, "after the downgrade without rows")
}
