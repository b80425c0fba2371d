//! What is attached to tables: row security, policies, rules and extended statistics.

use crate::dump::Dump;
use crate::errors::{PASSWORD, server_with_password, with_password};
use crate::follow::{ALLOW, Pair, is_unchanged};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 7] = [
        ("roles_that_do_not_exist", roles_that_do_not_exist),
        ("owner_who_sees_nothing", owner_who_sees_nothing),
        ("column_that_comes_back", column_that_comes_back),
        ("columns_of_a_new_parent", columns_of_a_new_parent),
        ("names_of_some_kinds", names_of_some_kinds),
        ("excluded_with_the_table", excluded_with_the_table),
        ("replaced_under_the_same_name", replaced_under_the_same_name),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("attached::{name}"), case)).collect()
}

/// All roles that are missing are told before anything is done; without policies there is no need of them.
fn roles_that_do_not_exist() -> Outcome {
    let pair = Pair::new(
        "policy_roles",
        "CREATE TABLE t (id integer);
         CREATE POLICY one ON t TO pg_monitor USING (true);
         CREATE POLICY other ON t USING (true);
         SET allow_system_table_mods = on;
         UPDATE pg_policy SET polroles = '{4000000001,4000000002}' WHERE polname = 'one';
         UPDATE pg_policy SET polroles = '{4000000002,4000000003}' WHERE polname = 'other';",
    )?;
    let roles = [1, 2, 3].map(|n| format!("\"unknown (OID=400000000{n})\""));
    let [one, two, three] = &roles;
    let parts = [one.as_str(), two, three, "do not exist", "policy one ON public.t"];
    pair.target.fails(&pair.plan_sql(), "42704", &parts)?;
    pair.target.sql(r#"SELECT schemig.configure('src_server', NULL::name, '{"kinds": {"exclude": ["policy"]}}')"#)?;
    pair.follow().map(|_| ())
}

const HIDDEN: &str = "CREATE TABLE t (id integer, name text);
    ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY none ON t USING (false) WITH CHECK (true);
    CREATE TABLE p (id integer) PARTITION BY LIST (id);
    CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
    ALTER TABLE p ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE TABLE child (id integer);
    ALTER TABLE t ADD PRIMARY KEY (id);
    ALTER TABLE child ADD FOREIGN KEY (id) REFERENCES t;
    CREATE MATERIALIZED VIEW m AS SELECT id FROM t;";

/// Who upgrades is subject to the policies of the own tables: nothing stands in the way, and rows that
/// cannot be seen are a loss all the same.
fn owner_who_sees_nothing() -> Outcome {
    with_password()?;
    let pair = Pair::new("hidden_rows", HIDDEN)?;
    let database = &pair.target.name;
    pair.target.sql(&format!(
        "DO $$ BEGIN CREATE ROLE attached_loader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
         GRANT CREATE ON DATABASE \"{database}\" TO attached_loader;
         GRANT CREATE ON SCHEMA public TO attached_loader;
         GRANT USAGE ON SCHEMA schemig TO attached_loader;
         GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA schemig TO attached_loader;
         GRANT ALL ON ALL TABLES IN SCHEMA schemig TO attached_loader;
         GRANT USAGE, CREATE ON SCHEMA public TO attached_loader;"
    ))?;
    let server = server_with_password(&pair.source, PASSWORD);
    let server = server.replace("FOR CURRENT_USER SERVER", "FOR attached_loader SERVER");
    pair.target
        .sql(&format!("{server} GRANT USAGE ON FOREIGN SERVER src_server_p TO attached_loader;"))?;
    let as_loader = "SET ROLE attached_loader; ";
    let plan = format!("{as_loader} SELECT schemig.plan('src_server_p', 'public');");
    pair.target.sql(&plan)?;
    pair.target.sql(&format!("{as_loader} SELECT schemig.upgrade();"))?;
    if !is_unchanged(&pair.target.sql(&plan)?) {
        return Err("the second plan is not empty".into());
    }
    pair.target.sql("INSERT INTO t VALUES (1, 'one'); INSERT INTO p VALUES (1)")?;
    pair.source.sql("ALTER TABLE t DROP COLUMN name")?;
    pair.target.sql(&plan)?;
    let refused = |call: &str, parts: &[&str]| {
        pair.target.fails(&format!("{as_loader} SELECT schemig.{call}"), "55000", parts)
    };
    refused("upgrade();", &["column public.t.name: values in a table, 8192 bytes"])?;
    pair.target.sql(&format!("{as_loader} SELECT schemig.upgrade({ALLOW});"))?;
    refused("downgrade('base');", &["table public.t: rows, 8192 bytes", "table public.p: rows"])?;
    pair.target.sql(&format!("{as_loader} SELECT schemig.downgrade('base', {ALLOW});")).map(|_| ())
}

/// A column that was dropped and is back stands last: the statistics are the same all the same.
fn column_that_comes_back() -> Outcome {
    let pair = Pair::new(
        "column_back",
        "CREATE TABLE t (a integer, b integer, c integer); CREATE STATISTICS s ON a, b FROM t;",
    )?;
    pair.follow()?;
    pair.source.sql("ALTER TABLE t DROP COLUMN a")?;
    pair.follow()?;
    pair.downgrade("-1")?;
    pair.upgrade_with_loss()?;
    pair.must_be_unchanged("after there and back")
}

const ATTACHED: &str = r#"CREATE SCHEMA dbo; CREATE SCHEMA other;
    CREATE TABLE dbo."tblA" ("ID" integer, "No" integer);
    CREATE TABLE dbo."tblB" ("ID" integer);
    CREATE POLICY "polA" ON dbo."tblA" USING ("ID" IN (SELECT b."ID" FROM dbo."tblB" b));
    CREATE RULE "rulA" AS ON INSERT TO dbo."tblA" DO ALSO INSERT INTO dbo."tblB" VALUES (new."ID");
    CREATE STATISTICS other."stA" ON "ID", "No" FROM dbo."tblA";"#;

/// Names of everything that is attached, sorted.
const NAMES: &str = "SELECT string_agg(name, ' ' ORDER BY name) FROM (
      SELECT polname::text FROM pg_policy UNION ALL SELECT stxname FROM pg_statistic_ext
      UNION ALL SELECT rulename FROM pg_rewrite WHERE rulename <> '_RETURN' AND ev_class >= 16384
        AND ev_class::regclass::text NOT LIKE 'schemig%') AS n(name)";

fn follow(hint: &str, rules: &str) -> Outcome<(Pair, String)> {
    let mut pair = Pair::new(hint, ATTACHED)?;
    pair.schema = "ARRAY['dbo', 'other']";
    let configure =
        format!("SELECT schemig.configure('src_server', ARRAY['dbo', 'other'], '{rules}')");
    pair.target.sql(&configure)?;
    let said = pair.target.said(&pair.plan_sql())?;
    pair.upgrade()?;
    pair.must_be_unchanged("under the same rules")?;
    Ok((pair, said.notices + &said.rows))
}

fn names_of_some_kinds() -> Outcome {
    let rules = r#"{"rename": {"dbo.tblA.rulA": "a_rule", "other.stA": "a_statistics"},
        "names": [{"on": ["policy"], "match": "^pol", "replace": "p_"},
                  {"on": ["rule", "statistics object"], "match": ".*", "replace": "never"}]}"#;
    let (pair, _) = follow("names_of_kinds", rules)?;
    let names = pair.target.sql(NAMES)?;
    if names.trim() != "a_rule a_statistics p_A" {
        return Err(names);
    }
    pair.downgrade("base").map(|_| ())
}

fn excluded_with_the_table() -> Outcome {
    let (pair, plan) = follow("excluded_with_table", r#"{"exclude": ["tblA"]}"#)?;
    let names = pair.target.sql(NAMES)?;
    if !names.trim().is_empty() || plan.contains("WARNING") {
        return Err(format!("{names}\n{plan}"));
    }
    let (pair, plan) = follow("excluded_needed", r#"{"exclude": ["tblB"]}"#)?;
    let names = pair.target.sql(NAMES)?;
    let told = [r#"policy "polA" ON dbo."tblA" is not"#, r#"rule "rulA" ON dbo."tblA" is not"#];
    if names.trim() != "stA" || !told.iter().all(|t| plan.contains(t)) {
        return Err(format!("{names}\n{plan}"));
    }
    Ok(())
}

/// Like every other change of a definition: followed, and taken back.
fn replaced_under_the_same_name() -> Outcome {
    let pair = Pair::new("replaced", ATTACHED)?;
    pair.follow()?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql(
        r#"CREATE OR REPLACE RULE "rulA" AS ON INSERT TO dbo."tblA" DO ALSO INSERT INTO dbo."tblB" VALUES (- new."ID")"#,
    )?;
    pair.follow()?;
    Dump::of(&pair.source)?.must_equal(&Dump::of(&pair.target)?, "after the change")?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")
}

/// A table gets the columns of the one that it is attached to before that; the way back takes them, and says so.
fn columns_of_a_new_parent() -> Outcome {
    let pair = Pair::new(
        "new_parent",
        "CREATE TABLE p (id integer, \"A\" text) PARTITION BY LIST (id); CREATE TABLE q (id integer);",
    )?;
    pair.follow()?;
    let before = Dump::of(&pair.target)?;
    pair.source
        .sql("ALTER TABLE q ADD \"A\" text; ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1)")?;
    pair.follow()?;
    pair.must_be_unchanged("after the upgrade")?;
    pair.target.sql("INSERT INTO q VALUES (1, 'x')")?;
    let parts = ["hazard data_loss", "column public.q.\"A\": 1 value"];
    pair.target.fails("SELECT schemig.downgrade()", "55000", &parts)?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    pair.upgrade()?;
    pair.must_be_unchanged("after another upgrade")
}
