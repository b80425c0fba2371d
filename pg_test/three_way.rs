//! Recorded, desired and actual: drift is told and left alone, what both have changed is a conflict unless they
//! agree, what the target has already is taken over, and a stamp runs nothing.

use crate::dump::Dump;
use crate::follow::{Pair, is_unchanged};
use crate::must::{must_give, must_have};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

const SCRIPT: &str = "CREATE SCHEMA dbo;
    CREATE TABLE dbo.t (id integer PRIMARY KEY, a integer, b text NOT NULL DEFAULT 'x');
    CREATE TABLE dbo.u (id integer PRIMARY KEY);
    CREATE VIEW dbo.v AS SELECT id, a FROM dbo.t;";

pub fn trials() -> Vec<Trial> {
    let trials: [(&str, Case); 16] = [
        ("drift", drift),
        ("drift_of_parts", drift_of_parts),
        ("drift_stays_under_changes", drift_stays_under_changes),
        ("renamed_and_drifted", renamed_and_drifted),
        ("comment_of_what_is_renamed", comment_of_what_is_renamed),
        ("dropped_in_what_is_renamed", dropped_in_what_is_renamed),
        ("dropped_under_other_rules", dropped_under_other_rules),
        ("conflict", conflict),
        ("dropped_and_changed", dropped_and_changed),
        ("comment_dropped_and_changed", comment_dropped_and_changed),
        ("agreed", agreed),
        ("made_on_both_sides", made_on_both_sides),
        ("dropped_with_own", dropped_with_own),
        ("adopted", adopted),
        ("adopted_and_altered", adopted_and_altered),
        ("stamped", stamped),
    ];
    trials.map(|(name, run)| trial(format!("three_way::{name}"), run)).into()
}

fn followed(hint: &str) -> Outcome<Pair> {
    let pair = Pair::of_schema(hint, SCRIPT, "'dbo'")?;
    pair.follow()?;
    Ok(pair)
}

/// What somebody has said of something goes with it and comes back with it; by itself it is a conflict.
fn comment_dropped_and_changed() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE TABLE dbo.t (); COMMENT ON TABLE dbo.t IS 'old';
                  CREATE TABLE dbo.u (); COMMENT ON TABLE dbo.u IS 'old';";
    let pair = Pair::of_schema("comment_dropped", script, "'dbo'")?;
    pair.follow()?;
    pair.target.sql("COMMENT ON TABLE dbo.t IS 'by hand'; COMMENT ON TABLE dbo.u IS 'by hand'")?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql("COMMENT ON TABLE dbo.u IS NULL")?;
    pair.target.fails(&pair.plan_sql(), "55000", &["comment table dbo.u", "by hand"])?;
    pair.source.sql("COMMENT ON TABLE dbo.u IS 'old'; DROP TABLE dbo.t")?;
    pair.follow()?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.drift()", "2")
}

const DRIFT: &str =
    "SELECT kind, object, state, recorded, actual FROM schemig.drift() ORDER BY 1, 2";

fn drift() -> Outcome {
    let pair = followed("drift")?;
    must_give(&pair.target, DRIFT, "")?;
    must_give(&pair.target, "SELECT drifted FROM schemig.status", "0")?;
    pair.target.sql(
        "ALTER TABLE dbo.t ALTER COLUMN b DROP NOT NULL; CREATE INDEX own ON dbo.t (a);
         DROP TABLE dbo.u; CREATE TABLE dbo.not_ours (id integer);",
    )?;
    let states = "SELECT kind, object, state FROM schemig.drift() ORDER BY 1, 2";
    must_give(
        &pair.target,
        states,
        "column|dbo.t.b|changed\ncolumn|dbo.u.id|missing\nconstraint|dbo.u.u_pkey|missing\n\
         index|dbo.own|added\ntable|dbo.u|missing",
    )?;
    must_give(
        &pair.target,
        "SELECT recorded::jsonb - 'not_null_name', actual FROM schemig.drift() WHERE object = 'dbo.t.b'",
        r#"{"not_null": true}|{}"#,
    )?;
    must_give(&pair.target, "SELECT drifted FROM schemig.status", "5")?;
    let plan = pair.plan()?;
    let lines = [
        "! column dbo.t.b, left as it is: not_null was true, is not set",
        "! index dbo.own, left as it is: only in the target",
        "! table dbo.u, left as it is: missing in the target",
    ];
    let missing: Vec<&&str> = lines.iter().filter(|line| !plan.contains(**line)).collect();
    match is_unchanged(&plan) && missing.is_empty() {
        true => Ok(()),
        false => Err(format!("the plan lacks {missing:?}:\n{plan}")),
    }
}

/// A part that is missing is told, and what is missing along with something is not told besides.
fn drift_of_parts() -> Outcome {
    let pair = followed("drift_of_parts")?;
    pair.source.sql(
        "COMMENT ON TABLE dbo.u IS 'u'; COMMENT ON COLUMN dbo.t.b IS 'b'; COMMENT ON VIEW dbo.v IS 'v'",
    )?;
    pair.follow()?;
    pair.target
        .sql("ALTER TABLE dbo.t DROP COLUMN b; COMMENT ON TABLE dbo.u IS NULL; DROP VIEW dbo.v")?;
    let plan = pair.plan()?;
    let told: Vec<&str> = plan.lines().collect();
    let lines = [
        "No changes.",
        "  ! column dbo.t.b, left as it is: missing in the target",
        "  ! view dbo.v, left as it is: missing in the target",
        "  ! comment table dbo.u, left as it is: missing in the target",
    ];
    if told == lines { Ok(()) } else { Err(plan) }
}

/// What only the target has changed is still so after an upgrade of something else, and after its undo.
fn drift_stays_under_changes() -> Outcome {
    let pair = followed("drift_stays")?;
    pair.target
        .sql("ALTER TABLE dbo.t ALTER COLUMN b DROP NOT NULL; CREATE INDEX own ON dbo.t (a)")?;
    let before = Dump::of(&pair.target)?;
    let drift = pair.target.sql(DRIFT)?;
    pair.source.sql(
        "DROP VIEW dbo.v; ALTER TABLE dbo.t ALTER COLUMN a TYPE bigint;
         CREATE VIEW dbo.v AS SELECT id, a FROM dbo.t",
    )?;
    pair.follow()?;
    must_give(&pair.target, DRIFT, &drift)?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    must_give(&pair.target, DRIFT, &drift)
}

/// What a plan takes over or alters was added, but it does not say that it is left.
fn made_on_both_sides() -> Outcome {
    let pair = followed("made_on_both_sides")?;
    let both = "ALTER TABLE dbo.t ADD same integer DEFAULT 1; CREATE INDEX alike ON dbo.t (a);";
    pair.source.sql(&format!("{both} ALTER TABLE dbo.t ADD other integer"))?;
    let own = "ALTER TABLE dbo.t ADD other bigint; CREATE INDEX own ON dbo.t (b);";
    pair.target.sql(&format!("{both} {own}"))?;
    let plan = pair.plan()?;
    let lines = [
        "  = column dbo.t.same",
        "  = index dbo.alike",
        "  ~ column dbo.t.other: type bigint to integer",
        "  ! index dbo.own, left as it is: only in the target",
    ];
    let told: Vec<&str> = plan.lines().filter(|line| line.contains("dbo.")).collect();
    if told != lines {
        return Err(format!("other lines:\n{plan}"));
    }
    pair.upgrade()?;
    must_give(&pair.target, "SELECT object FROM schemig.drift()", "dbo.own")
}

/// What belongs to a dropped table goes with it.
fn dropped_with_own() -> Outcome {
    let pair = followed("dropped_with_own")?;
    pair.target.sql("CREATE INDEX own ON dbo.u (id)")?;
    pair.source.sql("DROP TABLE dbo.u")?;
    let plan = pair.plan()?;
    match plan.contains("left as it is") {
        true => Err(plan),
        false => pair.upgrade().map(|_| ()),
    }
}

fn renamed_and_drifted() -> Outcome {
    let pair = followed("renamed_and_drifted")?;
    pair.target.sql("ALTER TABLE dbo.t ALTER COLUMN b DROP NOT NULL")?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql("ALTER TABLE dbo.t RENAME TO t2; ALTER TABLE dbo.t2 RENAME COLUMN a TO a2")?;
    pair.follow()?;
    let changed = "SELECT kind, object, state FROM schemig.drift()";
    must_give(&pair.target, changed, "column|dbo.t2.b|changed")?;
    let null =
        "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'dbo.t2'::regclass AND attname = 'b'";
    must_give(&pair.target, null, "f")?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")
}

/// What is said of a renamed object is recorded under the new name.
fn comment_of_what_is_renamed() -> Outcome {
    let pair = followed("comment_renamed")?;
    pair.source.sql("COMMENT ON TABLE dbo.t IS 'one'; COMMENT ON COLUMN dbo.t.a IS 'two'")?;
    pair.follow()?;
    pair.source.sql("ALTER TABLE dbo.t RENAME TO t2; ALTER TABLE dbo.t2 RENAME COLUMN a TO a2")?;
    pair.follow()?;
    must_give(&pair.target, DRIFT, "")?;
    pair.source.sql("COMMENT ON TABLE dbo.t2 IS 'three'")?;
    pair.follow()?;
    must_give(&pair.target, "SELECT obj_description('dbo.t2'::regclass)", "three")?;
    pair.downgrade("-2")?;
    must_give(&pair.target, "SELECT obj_description('dbo.t'::regclass)", "one")?;
    must_give(&pair.target, DRIFT, "")
}

const GONE: &str = "DROP VIEW dbo.v; ALTER TABLE dbo.t ALTER COLUMN b DROP DEFAULT, DROP CONSTRAINT t_pkey; DROP TABLE dbo.u;";

/// What somebody has dropped here stays so where what it belongs to or names gets another name, both ways.
fn stays_dropped(pair: &Pair, names: [&str; 2]) -> Outcome {
    let states = "SELECT kind, object, state FROM schemig.drift() ORDER BY 1, 2";
    let before = Dump::of(&pair.target)?;
    let (was, is) = (pair.target.sql(states)?, names[1].to_string());
    let plan = pair.plan()?;
    must_have(&plan, &["! view dbo.v, left as it is: missing in the target"])?;
    pair.upgrade()?;
    must_give(&pair.target, states, &was.replace(names[0], &is))?;
    match is_unchanged(&pair.plan()?) {
        true => {}
        false => return Err(pair.plan()?),
    }
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    must_give(&pair.target, states, &was)?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('-1')")
}

fn dropped_in_what_is_renamed() -> Outcome {
    let pair = followed("dropped_in_what_is_renamed")?;
    pair.target.sql(GONE)?;
    pair.source.sql("ALTER TABLE dbo.t RENAME TO t2")?;
    stays_dropped(&pair, ["dbo.t.", "dbo.t2."])?;
    // What has another name of its own by now is a conflict.
    pair.source.sql("ALTER TABLE dbo.u RENAME TO u2")?;
    let parts = ["table dbo.u has changed in the source and in the target", "target: dropped"];
    pair.target.fails(&pair.plan_sql(), "55000", &parts).map(drop)
}

fn dropped_under_other_rules() -> Outcome {
    let pair = followed("dropped_under_other_rules")?;
    pair.target.sql(GONE)?;
    pair.target
        .sql(r#"SELECT schemig.configure('src_server', 'dbo', '{"schema": "n_{schema}"}')"#)?;
    stays_dropped(&pair, ["dbo.", "n_dbo."])
}

fn conflict() -> Outcome {
    let pair = followed("conflict")?;
    pair.source.sql("ALTER TABLE dbo.t ALTER COLUMN b SET DEFAULT 'source'")?;
    pair.target.sql("ALTER TABLE dbo.t ALTER COLUMN b SET DEFAULT 'target'")?;
    let texts = ["default dbo.t.b has changed in the source and in the target", "source", "target"];
    pair.target.fails(&pair.plan_sql(), "55000", &texts)?;
    // As the source has it: both agree.
    pair.target.sql("ALTER TABLE dbo.t ALTER COLUMN b SET DEFAULT 'source'")?;
    pair.plan().map(|_| ())
}

fn dropped_and_changed() -> Outcome {
    let pair = followed("dropped_and_changed")?;
    pair.source.sql("DROP VIEW dbo.v")?;
    pair.target.sql("CREATE OR REPLACE VIEW dbo.v AS SELECT id, a FROM dbo.t WHERE id > 0")?;
    let texts = ["view dbo.v has changed in the source and in the target", "dropped"];
    pair.target.fails(&pair.plan_sql(), "55000", &texts).map(|_| ())
}

/// Both have changed alike: that is recorded, nothing runs, and the undo leaves it.
fn agreed() -> Outcome {
    let pair = followed("agreed")?;
    for database in [&pair.source, &pair.target] {
        database.sql(
            "ALTER TABLE dbo.t ALTER COLUMN b DROP NOT NULL, ALTER COLUMN b SET DEFAULT 'y'",
        )?;
    }
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.history h WHERE h.steps = 0", "1")?;
    must_give(&pair.target, DRIFT, "")?;
    pair.must_be_unchanged("after both agreed")?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    pair.upgrade()?;
    must_give(&pair.target, DRIFT, "")
}

/// A target made by other means is taken over without a statement, and then follows.
fn adopted() -> Outcome {
    let pair = Pair::of_schema("adopted", SCRIPT, "'dbo'")?;
    pair.target.sql(SCRIPT)?;
    pair.target.sql("INSERT INTO dbo.t VALUES (1, 2, 'x')")?;
    let before = Dump::of(&pair.target)?;
    let plan = pair.follow()?;
    if !plan.contains("0 statements") {
        return Err(format!("the plan should run nothing:\n{plan}"));
    }
    pair.must_be_unchanged("after the takeover")?;
    pair.source.sql(
        "ALTER TABLE dbo.t RENAME COLUMN a TO a2; DROP TABLE dbo.u; CREATE INDEX i ON dbo.t (b)",
    )?;
    pair.follow()?;
    pair.must_be_equal(&Dump::of(&pair.source)?, "after a change")?;
    must_give(&pair.target, "SELECT to_regclass('dbo.u') IS NULL, (SELECT a2 FROM dbo.t)", "t|2")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "at the base")
}

/// What differs in a target made by other means becomes what the source has; what only it has stays.
fn adopted_and_altered() -> Outcome {
    let pair = Pair::of_schema("adopted_altered", SCRIPT, "'dbo'")?;
    pair.target.sql(
        "CREATE SCHEMA dbo; CREATE TABLE dbo.t (id integer PRIMARY KEY, a smallint, b text, own integer);
         CREATE VIEW dbo.v AS SELECT id FROM dbo.t; INSERT INTO dbo.t VALUES (1, 2, 'x', 3)",
    )?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    must_give(&pair.target, "SELECT pg_typeof(a), b, own FROM dbo.t", "integer|x|3")?;
    must_give(&pair.target, "SELECT a FROM dbo.v", "2")?;
    if !is_unchanged(&pair.plan()?) {
        return Err("the next plan should see no change".to_owned());
    }
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "at the base")
}

fn stamped() -> Outcome {
    let pair = Pair::of_schema("stamped", SCRIPT, "'dbo'")?;
    pair.plan()?;
    let said = pair.target.sql("SELECT schemig.stamp()")?;
    if !said.contains("objects of the target differ: see schemig.drift()") {
        return Err(format!("the stamp should tell what differs: {said}"));
    }
    must_give(
        &pair.target,
        "SELECT to_regnamespace('dbo') IS NULL, drifted > 0 FROM schemig.status",
        "t|t",
    )?;
    pair.target.sql(SCRIPT)?;
    must_give(
        &pair.target,
        "SELECT schemig.stamp('base') LIKE 'Stamped src_server/dbo at base%'",
        "t",
    )?;
    must_give(&pair.target, "SELECT schemig.stamp() LIKE '%the target is as recorded.'", "t")?;
    pair.must_be_unchanged("after the stamp")?;
    pair.target.fails("SELECT schemig.stamp('ffff')", "42704", &["ffff"]).map(|_| ())
}
