//! What becomes of a question about rows that cannot be answered.

use crate::follow::Pair;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let trials: [(&str, Case); 3] = [
        ("cancelled", cancelled),
        ("lock_not_got", lock_not_got),
        ("not_permitted", not_permitted),
    ];
    trials.map(|(name, run)| trial(format!("preflight::{name}"), run)).into()
}

/// A check that takes long to ask about, in a target with a row.
fn slow(hint: &str) -> Outcome<Pair> {
    let pair = Pair::new(
        hint,
        "CREATE SCHEMA s; CREATE TABLE s.t (a integer); CREATE FUNCTION s.slow(integer) RETURNS boolean
           LANGUAGE plpgsql STABLE AS 'BEGIN PERFORM pg_catalog.pg_sleep(600); RETURN true; END'",
    )?;
    pair.follow()?;
    pair.target.sql("INSERT INTO s.t VALUES (1)")?;
    pair.source.sql("ALTER TABLE s.t ADD CONSTRAINT k CHECK (s.slow(a))")?;
    Ok(pair)
}

/// The plan ends with the session's own error, and nothing is written.
fn cancelled() -> Outcome {
    let pair = slow("preflight_cancelled")?;
    let plan = format!("SET statement_timeout = '15s'; {}", pair.plan_sql());
    pair.target.fails(&plan, "57014", &["statement timeout"])?;
    match pair.target.sql("SELECT count(*) FROM schemig.revision WHERE state = 'pending'")?.trim() {
        "0" => Ok(()),
        _ => Err("a revision was written".to_owned()),
    }
}

fn lock_not_got() -> Outcome {
    let pair = Pair::new("preflight_lock", "CREATE SCHEMA s; CREATE TABLE s.t (a integer)")?;
    pair.follow()?;
    pair.target.sql("INSERT INTO s.t VALUES (NULL)")?;
    pair.source.sql("ALTER TABLE s.t ALTER COLUMN a SET NOT NULL")?;
    pair.plan()?;
    let mut other = pair.target.session()?;
    other.send("BEGIN; LOCK TABLE s.t;")?;
    let locked = "SELECT count(*) FROM pg_locks WHERE relation = 's.t'::regclass";
    while pair.target.sql(locked)?.trim() == "0" {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let preflight = "SET lock_timeout = '100ms'; SELECT * FROM schemig.preflight()";
    pair.target.fails(preflight, "55P03", &["lock timeout"]).map(|_| ())
}

/// Whoever may not look is told so.
fn not_permitted() -> Outcome {
    let pair =
        Pair::new("preflight_not_permitted", "CREATE SCHEMA s; CREATE TABLE s.t (a integer)")?;
    pair.follow()?;
    pair.target.sql("INSERT INTO s.t VALUES (NULL)")?;
    pair.source.sql("ALTER TABLE s.t ALTER COLUMN a SET NOT NULL")?;
    pair.plan()?;
    let found = pair.target.sql(
        "DO $$ BEGIN CREATE ROLE preflight_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
         GRANT USAGE ON SCHEMA s, schemig TO preflight_reader;
         GRANT SELECT ON ALL TABLES IN SCHEMA schemig TO preflight_reader;
         GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA schemig TO preflight_reader;
         SET ROLE preflight_reader;
         SELECT object, problem, rows, example FROM schemig.preflight()",
    )?;
    let expected =
        "s.t.a|column \"a\" has null values (not checked: permission denied for table t)||";
    match found.trim() == expected {
        true => Ok(()),
        false => Err(format!("preflight should say\n{expected}\nand says\n{found}")),
    }
}
