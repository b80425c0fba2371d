//! A plan that finds both catalogs as the last one has left them reads nothing; whatever changes, is read.

use crate::dump::Dump;
use crate::follow::{ALLOW, Pair, is_unchanged};
use crate::must::must_give;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("fingerprint::nothing_is_read", nothing_is_read),
        trial("fingerprint::source_changes", source_changes),
        trial("fingerprint::target_changes", target_changes),
        trial("fingerprint::own_transaction", own_transaction),
        trial("fingerprint::after_upgrade", after_upgrade),
        trial("fingerprint::not_after_upgrade", not_after_upgrade),
        trial("fingerprint::rules_after_plan", rules_after_plan),
        trial("fingerprint::record_and_rules", record_and_rules),
        trial("fingerprint::restored", restored),
        trial("fingerprint::all_is_on_record", all_is_on_record),
    ]
}

const OBJECTS: &str = "CREATE TYPE mood AS ENUM ('calm', 'cross');
    CREATE TABLE a (id integer PRIMARY KEY, name text, mood mood DEFAULT 'calm');
    CREATE SEQUENCE s;
    CREATE VIEW v AS SELECT id FROM a;
    CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';";

/// A downgrade to base does not read what is there before where that is known to be all; what comes meanwhile is found.
fn all_is_on_record() -> Outcome {
    let pair = Pair::of_schema("all_is_on_record", OBJECTS, "'public'")?;
    pair.target.sql(
        "CREATE SCHEMA elsewhere;
         CREATE FUNCTION elsewhere.interfere() RETURNS event_trigger LANGUAGE plpgsql AS
           $$ BEGIN CREATE TABLE IF NOT EXISTS public.came (); END $$",
    )?;
    let before = Dump::of(&pair.target)?;
    let is_known = "SELECT target IS NOT NULL FROM schemig.fingerprint";
    pair.follow()?;
    must_give(&pair.target, is_known, "t")?;
    pair.target.sql("CREATE TABLE own ()")?;
    pair.must_plan_nothing("with a table of the target's own")?;
    must_give(&pair.target, is_known, "f")?;
    pair.downgrade("base")?;
    must_give(&pair.target, "SELECT count(*) FROM own", "0")?;
    pair.target.sql("DROP TABLE own")?;
    pair.upgrade()?;
    let interfere =
        "CREATE EVENT TRIGGER interfere ON sql_drop EXECUTE FUNCTION elsewhere.interfere()";
    pair.target.sql(interfere)?;
    pair.must_plan_nothing("with an event trigger")?;
    must_give(&pair.target, is_known, "t")?;
    let down = format!("SELECT schemig.downgrade('base', {ALLOW})");
    pair.target.fails(&down, "55000", &["table public.came was not planned"])?;
    pair.target.sql("DROP EVENT TRIGGER interfere")?;
    pair.must_plan_nothing("without it")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")
}

/// What a plan prints as long as it reads nothing.
const LINE: &str = "as it was";

/// A target that follows a source, whose next plan would print that line.
fn at_rest(hint: &str) -> Outcome<Pair> {
    let pair = Pair::new(hint, OBJECTS)?;
    let rules = r#"{"grants": "keep"}"#;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', NULL::name, '{rules}')"))?;
    pair.follow()?;
    rest(&pair)?;
    Ok(pair)
}

fn rest(pair: &Pair) -> Outcome {
    pair.must_plan_nothing("after the upgrade")?;
    // Other cases make roles, which all databases share.
    for _ in 0..10 {
        pair.target.sql(&format!("UPDATE schemig.fingerprint SET lines = '{{{LINE}}}'"))?;
        if pair.plan()?.trim_end() == LINE {
            return Ok(());
        }
    }
    Err("the plan reads what it has read".into())
}

fn must_read(pair: &Pair, what: &str) -> Outcome<String> {
    let plan = pair.plan()?;
    match plan.contains(LINE) {
        true => Err(format!("the plan does not see: {what}")),
        false => Ok(plan),
    }
}

fn nothing_is_read() -> Outcome {
    let pair = at_rest("rest")?;
    // Rows, statistics and vacuum are no schema.
    let busy =
        "INSERT INTO a SELECT n FROM generate_series(1, 1000) n; ANALYZE; SELECT nextval('s');
        CREATE TEMPORARY TABLE t (id integer); DROP TABLE t;";
    pair.source.sql(busy)?;
    pair.source.sql("VACUUM")?;
    pair.target.sql(busy)?;
    pair.target.sql("VACUUM")?;
    let plan = pair.plan()?;
    match plan.trim_end() == LINE {
        true => Ok(()),
        false => Err(format!("the plan reads what has not changed:\n{plan}")),
    }
}

/// One row of one catalog each.
fn source_changes() -> Outcome {
    let pair = at_rest("rest_source")?;
    for change in [
        "COMMENT ON COLUMN a.name IS 'x'",
        "COMMENT ON COLUMN a.name IS NULL",
        "ALTER SEQUENCE s OWNED BY a.id",
        "ALTER TYPE mood ADD VALUE 'glad'",
        "ALTER TYPE mood RENAME VALUE 'glad' TO 'happy'",
        "ALTER TABLE a ALTER name SET STORAGE EXTERNAL",
        "ALTER TABLE a ALTER name SET DEFAULT 'x'",
        "ALTER TABLE a ADD CHECK (id > 0)",
        "ALTER TABLE a CLUSTER ON a_pkey",
        "GRANT SELECT (name) ON a TO PUBLIC",
        "GRANT USAGE ON SCHEMA public TO pg_monitor",
        "CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
        "CREATE OR REPLACE VIEW v AS SELECT id + 0 AS id FROM a",
        "CREATE STATISTICS t ON id, name FROM a",
        "CREATE POLICY p ON a",
        "ALTER SEQUENCE s INCREMENT 5",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO pg_monitor",
        "CREATE PUBLICATION p",
    ] {
        pair.source.sql(change)?;
        if is_unchanged(&must_read(&pair, change)?) {
            return Err(format!("the plan sees no change: {change}"));
        }
        pair.upgrade_with_loss()?;
        rest(&pair)?;
    }
    pair.target.sql("DELETE FROM schemig.fingerprint")?;
    pair.must_be_unchanged("after all")
}

fn target_changes() -> Outcome {
    let pair = at_rest("rest_target")?;
    for (change, back) in [
        ("COMMENT ON TABLE a IS 'x'", "COMMENT ON TABLE a IS NULL"),
        ("ALTER TABLE a ADD own text", "ALTER TABLE a DROP own"),
        ("ALTER SEQUENCE s OWNED BY a.id", "ALTER SEQUENCE s OWNED BY NONE"),
    ] {
        pair.target.sql(change)?;
        let plan = must_read(&pair, change)?;
        if !plan.lines().any(|line| line.trim_start().starts_with('!')) {
            return Err(format!("{change} is no drift:\n{plan}"));
        }
        // What differs is told by the plan that reads nothing, too.
        let again = pair.plan()?;
        if again != plan {
            return Err(format!("{change}: first\n{plan}then\n{again}"));
        }
        pair.target.sql(back)?;
        rest(&pair)?;
    }
    // Another server, another user.
    pair.target.sql("ALTER SERVER src_server OPTIONS (ADD application_name 'x')")?;
    must_read(&pair, "options of the server")?;
    rest(&pair)?;
    pair.target
        .sql("ALTER USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (ADD password 'x')")?;
    must_read(&pair, "options of the mapping").map(drop)
}

/// Each way of an upgrade leaves word that nothing is left to do.
fn after_upgrade() -> Outcome {
    let pair = at_rest("rest_upgrade")?;
    let ways = [
        "SELECT schemig.upgrade()",
        "CALL schemig.upgrade_in_batches()",
        "SELECT schemig.sync('src_server', allow => '{data_loss}')",
        "BEGIN; COMMENT ON TABLE a IS 'x'; COMMENT ON TABLE a IS NULL; SELECT schemig.upgrade(); COMMIT",
    ];
    for (number, way) in ways.into_iter().enumerate() {
        // Other cases make roles, which all databases share.
        let mut told = false;
        for again in 0..10 {
            pair.source.sql(&format!("ALTER TABLE a ADD c{number}_{again} text"))?;
            pair.plan()?;
            pair.target.sql("DELETE FROM schemig.fingerprint")?;
            pair.target.sql(way)?;
            pair.target.sql(&format!("UPDATE schemig.fingerprint SET lines = '{{{LINE}}}'"))?;
            told = pair.plan()?.trim_end() == LINE;
            if told {
                break;
            }
        }
        if !told {
            return Err(format!("the plan reads what is as it was after: {way}"));
        }
        pair.target.sql("DELETE FROM schemig.fingerprint")?;
        pair.must_be_unchanged(way)?;
    }
    Ok(())
}

/// An upgrade is under the rules of its plan: what those of now want is planned after it.
fn rules_after_plan() -> Outcome {
    let pair = at_rest("rest_rules")?;
    pair.source.sql("ALTER TABLE a ADD c text")?;
    pair.plan()?;
    pair.target.sql("SELECT schemig.configure('src_server', NULL, '{\"case\": \"upper\"}')")?;
    pair.upgrade()?;
    let plan = pair.plan()?;
    if plan.contains("> table public.a to \"PUBLIC\".\"A\"") { Ok(()) } else { Err(plan) }
}

/// Where anything but the upgrade has happened, the next plan looks.
fn not_after_upgrade() -> Outcome {
    let pair = at_rest("rest_not")?;
    pair.target.sql("CREATE ROLE rest_not SUPERUSER")?;
    let there = format!(
        "\\c {}\nALTER TABLE a ADD more text;\n\\c {}\n",
        pair.source.name, pair.target.name
    );
    for (number, (before, after, sees, back)) in [
        (there.as_str(), "", "+ column public.a.more", ""),
        ("ALTER TABLE a ADD own text;", "", "! column public.a.own", "ALTER TABLE a DROP own"),
        (
            "",
            "ALTER TABLE a RENAME name TO other;",
            "! column public.a.other",
            "ALTER TABLE a RENAME other TO name",
        ),
        ("", "SELECT schemig.downgrade();", "+ column public.a.c3", ""),
        ("SET ROLE rest_not;", "RESET ROLE;", "No changes.", ""),
    ]
    .into_iter()
    .enumerate()
    {
        pair.source.sql(&format!("ALTER TABLE a ADD c{number} text"))?;
        pair.plan()?;
        pair.target.sql(&format!("{before} BEGIN; SELECT schemig.upgrade(); {after} COMMIT;"))?;
        pair.target.sql(&format!("UPDATE schemig.fingerprint SET lines = '{{{LINE}}}'"))?;
        let what = format!("{before}{after}");
        let plan = must_read(&pair, &what)?;
        if !plan.contains(sees) {
            return Err(format!("{what}: no {sees} in\n{plan}"));
        }
        pair.target.sql(back)?;
        pair.target.sql("SELECT schemig.upgrade()")?;
    }
    pair.target.sql("DROP ROLE rest_not").map(drop)
}

/// What a transaction has written and writes again is new again.
fn own_transaction() -> Outcome {
    let pair = at_rest("rest_own")?;
    let plan = pair.plan_sql();
    let said = pair.target.sql(&format!(
        "BEGIN; {plan} COMMENT ON TABLE a IS 'x'; {plan} COMMENT ON TABLE a IS 'y'; {plan}
         COMMENT ON TABLE a IS NULL; {plan} COMMIT;"
    ))?;
    let drift = |text: &str| said.matches(text).count();
    match (drift(LINE), drift("No changes."), drift("! ")) {
        (1, 3, 2) => Ok(()),
        other => Err(format!("{other:?}:\n{said}")),
    }
}

fn record_and_rules() -> Outcome {
    let pair = at_rest("rest_record")?;
    pair.target.sql("SELECT schemig.downgrade(allow => '{data_loss}')")?;
    must_read(&pair, "a downgrade")?;
    pair.upgrade()?;
    rest(&pair)?;
    let rules = r#"{"grants": "keep", "case": "upper"}"#;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', NULL::name, '{rules}')"))?;
    let plan = must_read(&pair, "rules")?;
    if !plan.contains("> ") {
        return Err(format!("the plan renames nothing:\n{plan}"));
    }
    pair.upgrade()?;
    rest(&pair)?;
    // As somebody else, who may not see the same.
    pair.target.sql("CREATE ROLE rest_record SUPERUSER; CREATE USER MAPPING FOR rest_record SERVER src_server OPTIONS (user 'postgres')")?;
    rest(&pair)?;
    let other = pair.target.sql(&format!("SET ROLE rest_record; {}", pair.plan_sql()));
    pair.target
        .sql("DROP USER MAPPING FOR rest_record SERVER src_server; DROP ROLE rest_record")?;
    match other?.contains(LINE) {
        true => Err("another role is told what the first one has seen".into()),
        false => Ok(()),
    }
}

/// A source that is another database, though it looks the same, is read.
fn restored() -> Outcome {
    let mut pair = at_rest("rest_restored")?;
    let copy = crate::psql::Database::copy_of("rest_restored_copy", &pair.source.name)?;
    pair.target.sql(&format!("ALTER SERVER src_server OPTIONS (SET dbname '{}')", copy.name))?;
    let empty = Dump::of(&pair.source)?;
    pair.source = copy;
    must_read(&pair, "another database")?;
    pair.must_be_equal(&empty, "after all")
}
