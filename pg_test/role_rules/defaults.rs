//! Default privileges, which go by the rule `grants`.

use super::{Roles, must_be_equal, must_not_say, must_say, there_and_back};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 7] = [
        ("carried", carried),
        ("changed", changed),
        ("along_with_objects", along_with_objects),
        ("mapped", mapped),
        ("skipped", skipped),
        ("schema_alone", schema_alone),
        ("taken_over", taken_over),
    ];
    cases.map(|(name, case)| trial(format!("role_rules::defaults::{name}"), case)).into()
}

const KEEP: &str = r#"{"grants": "keep"}"#;

/// Of every type of object, to everybody, a role, and the role itself.
const DEFAULTS: &str = "
    CREATE SCHEMA app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO @bob;
    ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT, UPDATE ON TABLES TO @alice WITH GRANT OPTION;
    ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON SEQUENCES TO PUBLIC;
    ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON ROUTINES TO @bob;
    ALTER DEFAULT PRIVILEGES FOR ROLE @bob IN SCHEMA app GRANT USAGE ON TYPES TO @alice, @bob;
    ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES REVOKE UPDATE ON TABLES FROM CURRENT_USER;
    ALTER DEFAULT PRIVILEGES FOR ROLE @alice GRANT USAGE ON SCHEMAS TO @bob;
    ALTER DEFAULT PRIVILEGES FOR ROLE @alice GRANT CREATE ON SCHEMAS TO @alice WITH GRANT OPTION;
    ALTER DEFAULT PRIVILEGES FOR ROLE @alice REVOKE USAGE ON TYPES FROM PUBLIC;";

fn carried() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let pair = roles.pair("defaults_carried", DEFAULTS, KEEP)?;
    let before = Dump::with_privileges(&pair.target)?;
    let plan = pair.follow()?;
    let one = "+ default privilege FOR ROLE postgres IN SCHEMA app ON TABLES, 2 grants\n";
    let global = "+ global default privilege FOR ROLE @alice ON SCHEMAS, 2 grants\n";
    must_say(&plan, &[one, &roles.sql(global)])?;
    must_be_equal(&pair, &before, "default privileges are kept")?;
    there_and_back(&pair, &before)
}

fn changed() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let pair = roles.pair("defaults_changed", DEFAULTS, KEEP)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    let change = |script: &str| roles.change(&pair, &before, script);
    let plan = change("ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT DELETE ON TABLES TO @bob")?;
    let line = "  ~ grant to @bob on default privilege FOR ROLE postgres IN SCHEMA app ON TABLES: granted +DELETE\n";
    must_say(&plan, &[&roles.sql(line), "1 statement."])?;
    change(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE GRANT OPTION FOR INSERT ON TABLES FROM @alice;
         ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE UPDATE ON TABLES FROM @alice;
         ALTER DEFAULT PRIVILEGES GRANT UPDATE ON TABLES TO CURRENT_USER",
    )?;
    change(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE ALL ON TABLES FROM @alice;
         ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE ALL ON TABLES FROM @bob;
         ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE ALL ON ROUTINES FROM @bob;
         ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
    )?;
    change("ALTER SCHEMA app RENAME TO moved")?;
    change("DROP SCHEMA moved")?;
    there_and_back(&pair, &before)
}

/// What is made or comes back in the same plan has the privileges that it has in the source, whatever changes of
/// default privileges go with it, either way.
fn along_with_objects() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = "CREATE SCHEMA app; CREATE TABLE app.t (id integer); CREATE TABLE app.old (id integer);
        GRANT SELECT ON app.old TO @bob; CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';";
    let pair = roles.pair("defaults_along", script, KEEP)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    let change = |script: &str| roles.change(&pair, &before, script);
    // Made before the privileges, and so without them.
    change(
        "CREATE TABLE app.u (id serial); CREATE VIEW app.v AS SELECT id FROM app.u; DROP TABLE app.old;
         ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT, INSERT ON TABLES TO @bob;
         ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO @alice;
         ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;",
    )?;
    // Made under them, then they change.
    change(
        "CREATE TABLE app.w (id serial); CREATE FUNCTION app.g() RETURNS integer LANGUAGE sql AS 'SELECT 1';
         ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE INSERT ON TABLES FROM @bob;
         ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT DELETE ON TABLES TO PUBLIC;",
    )?;
    // Dropped with them, and both come back.
    change(
        "DROP TABLE app.w; DROP FUNCTION app.g; CREATE TABLE app.x (id integer);
         ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE ALL ON TABLES FROM @bob, PUBLIC;
         ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;",
    )?;
    there_and_back(&pair, &before)
}

/// Roles have the names that the rule gives them; where two become one, what both have is theirs.
fn mapped() -> Outcome {
    let roles = Roles::new(&["bob", "alice", "carol"])?;
    let script = "CREATE SCHEMA app;
        ALTER DEFAULT PRIVILEGES FOR ROLE @bob IN SCHEMA app GRANT SELECT ON TABLES TO @carol, @alice;
        ALTER DEFAULT PRIVILEGES FOR ROLE @alice IN SCHEMA app GRANT INSERT ON TABLES TO @carol, PUBLIC;
        ALTER DEFAULT PRIVILEGES FOR ROLE @alice GRANT SELECT ON TABLES TO @bob;";
    let rules = r#"{"grants": {"@bob": "@alice"}}"#;
    let pair = roles.pair("defaults_mapped", script, rules)?;
    pair.follow()?;
    pair.must_be_unchanged("under a map")?;
    let defaults = "SELECT defaclrole::regrole || ' ' || defaclnamespace::regnamespace || ' ' || defaclacl::text
                      FROM pg_default_acl ORDER BY 1";
    let expected = "@alice app {@carol=ar/@alice,@alice=r/@alice,=a/@alice}\n";
    if sorted(&pair.target.sql(defaults)?) != sorted(&roles.sql(expected)) {
        return Err(pair.target.sql(defaults)?);
    }
    roles.configure(&pair, r#"{"grants": {"@bob": "postgres"}}"#)?;
    pair.follow()?;
    pair.must_be_unchanged("under another map")?;
    let found = pair.target.sql(defaults)?;
    let expected =
        "postgres app {@carol=r/postgres,@alice=r/postgres}\n@alice app {@carol=a/@alice,=a/@alice}
        @alice - {@alice=arwdDxt/@alice,postgres=r/@alice}";
    match sorted(&found) == sorted(&roles.list(expected)) {
        true => Ok(()),
        false => Err(found),
    }
}

/// Lines with their privileges in order, for comparison.
fn sorted(text: &str) -> Vec<Vec<String>> {
    let words = |line: &str| -> Vec<String> {
        let mut words: Vec<String> =
            line.trim().split([' ', ',', '{', '}']).map(str::to_owned).collect();
        words.sort();
        words
    };
    let mut lines: Vec<Vec<String>> = text.trim().lines().map(words).collect();
    lines.sort();
    lines
}

/// Without the rule nobody asks: neither for the source's, nor for what the target gives to new objects by its own.
fn skipped() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = format!("{DEFAULTS} CREATE TABLE app.t (id serial);");
    let pair = roles.pair("defaults_skipped", &script, "{}")?;
    pair.target.sql(&roles.sql("ALTER DEFAULT PRIVILEGES GRANT DELETE ON TABLES TO @alice"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_not_say(&format!("{}{}", said.rows, said.notices), &["default privilege", "default acl"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("without the rule")?;
    let acl = pair.target.sql("SELECT relacl FROM pg_class WHERE oid = 'app.t'::regclass")?;
    must_say(&acl, &[&roles.sql("@alice=d/postgres")])?;
    let filtered = pair.target.sql(
        "SELECT kind, total, filtered FROM schemig.coverage() WHERE kind ~ 'default privilege|grant' ORDER BY kind",
    )?;
    must_say(&filtered, &["default privilege|4|4\n", "global default privilege|4|4"])
}

/// Where a schema is followed alone, its own are.
fn schema_alone() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let pair = Pair::of_schema("defaults_schema", &roles.sql(DEFAULTS), "'app'")?;
    pair.target.sql("SELECT schemig.configure('src_server', 'app', '{\"grants\": \"keep\"}')")?;
    let plan = pair.follow()?;
    must_say(
        &plan,
        &["+ default privilege FOR ROLE postgres IN SCHEMA app ON TABLES, 2 grants\n"],
    )?;
    must_not_say(&plan, &["global"])?;
    pair.must_be_unchanged("with a schema")?;
    let global =
        pair.target.sql("SELECT count(*) FROM pg_default_acl WHERE defaclnamespace = 0")?;
    must_say(&global, &["0"])
}

/// What the target has already is used; a downgrade leaves it as it was.
fn taken_over() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = "CREATE SCHEMA app; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT, INSERT ON TABLES TO @bob;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO @alice;";
    let pair = roles.pair("defaults_taken_over", script, KEEP)?;
    pair.target.sql(&roles.sql(
        "CREATE SCHEMA app; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO @bob;
         ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO @alice;",
    ))?;
    let before = Dump::with_privileges(&pair.target)?;
    let plan = pair.follow()?;
    must_say(&plan, &["granted +INSERT\n", "1 statement."])?;
    pair.must_be_unchanged("what was there is taken over")?;
    there_and_back(&pair, &before)?;
    roles.configure(&pair, r#"{"grants": {"@bob": "postgres", "@alice": "@bob"}}"#)?;
    pair.follow()?;
    pair.must_be_unchanged("under a map")?;
    // Roles are of the whole server here: one that is missing can only be the value of a map.
    let rules = roles.sql(r#"{"grants": {"@bob": "@nobody"}}"#);
    let sql = format!("SELECT schemig.configure('src_server', NULL::name, '{rules}')");
    pair.target.fails(&sql, "42704", &["does not exist"]).map(|_| ())
}
