//! The rule `grants`.

use super::{FAR, OBJECTS, Roles, must_be_equal, must_say, there_and_back};
use crate::Outcome;
use crate::dump::Dump;
use crate::psql::in_database;

/// Grants on each of the objects.
pub const GRANTS: &str = r#"
    GRANT USAGE ON SCHEMA app TO @bob;
    GRANT CREATE, USAGE ON SCHEMA app TO PUBLIC;
    GRANT USAGE ON TYPE app.mood TO @bob WITH GRANT OPTION;
    REVOKE USAGE ON TYPE app.pair, app.span FROM PUBLIC;
    REVOKE USAGE ON DOMAIN app.dom FROM PUBLIC; GRANT USAGE ON DOMAIN app.dom TO "@o'Hara";
    GRANT USAGE, SELECT ON SEQUENCE app.seq TO @bob;
    GRANT UPDATE ON SEQUENCE app.t_n_seq, app.t_id_seq TO @bob;
    GRANT SELECT, INSERT ON app.t TO @bob; GRANT UPDATE ON app.t TO @bob WITH GRANT OPTION;
    GRANT SELECT ON app.t TO PUBLIC;
    REVOKE DELETE, TRUNCATE ON app.t FROM postgres;
    GRANT UPDATE (a), REFERENCES (a) ON app.t TO PUBLIC;
    GRANT INSERT (a), SELECT (id) ON app.t TO "@o'Hara" WITH GRANT OPTION;
    GRANT ALL ON app."P" TO "@o'Hara";
    REVOKE ALL ON app.p1 FROM postgres;
    GRANT SELECT (a) ON app.p1 TO postgres;
    GRANT SELECT ON app.v, app.m TO @bob; GRANT SELECT (id) ON app.v, app.m TO PUBLIC;
    REVOKE EXECUTE ON FUNCTION app.f(integer, text[]), app.agg(integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION app.f(integer, text[]) TO @bob;
    GRANT EXECUTE ON FUNCTION app.anything(), app.ordered(float8, anyelement) TO @bob;
    REVOKE EXECUTE ON PROCEDURE app.p(integer) FROM PUBLIC, postgres;
    GRANT SELECT ON app.m TO postgres WITH GRANT OPTION;"#;

pub fn grants() -> Outcome {
    let roles = Roles::new(&["bob"])?;
    in_database("postgres", &roles.sql(r#"CREATE ROLE "@o'Hara""#))?;
    let result = || -> Outcome {
        let far = "GRANT SELECT ON app.far TO @bob WITH GRANT OPTION; GRANT UPDATE (b) ON app.far TO PUBLIC;";
        let script = format!("{OBJECTS}{FAR}{GRANTS}{far}");
        let pair = roles.pair("grants", &script, r#"{"grants": "keep"}"#)?;
        let before = Dump::with_privileges(&pair.target)?;
        let plan = pair.follow()?;
        must_say(&plan, &["+ schema app, 2 grants\n", "+ column a text, 2 grants\n"])?;
        must_be_equal(&pair, &before, "grants are kept")?;
        there_and_back(&pair, &before)
    }();
    in_database("postgres", &roles.sql(r#"DROP ROLE "@o'Hara""#))?;
    result
}

pub fn grants_change() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = format!("{OBJECTS} GRANT SELECT, INSERT ON app.t TO @bob;");
    let pair = roles.pair("grants_change", &script, r#"{"grants": "keep"}"#)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    let change = |script: &str| roles.change(&pair, &before, script);
    let plan = change("REVOKE INSERT ON app.t FROM @bob; GRANT UPDATE ON app.t TO @bob")?;
    let line = roles.sql("  ~ grant to @bob on table app.t: granted +UPDATE -INSERT\n");
    must_say(&plan, &[&line, "2 statements."])?;
    change("GRANT SELECT ON app.t TO @bob WITH GRANT OPTION; GRANT DELETE ON app.t TO @alice")?;
    change("REVOKE GRANT OPTION FOR SELECT ON app.t FROM @bob; REVOKE ALL ON app.t FROM @alice")?;
    change("REVOKE ALL ON app.t FROM @bob")?;
    change("REVOKE EXECUTE ON FUNCTION app.f FROM PUBLIC; REVOKE SELECT ON app.m FROM postgres")?;
    change(
        "GRANT EXECUTE ON FUNCTION app.f TO PUBLIC; GRANT SELECT ON app.m TO postgres WITH GRANT OPTION",
    )?;
    change("REVOKE GRANT OPTION FOR SELECT ON app.m FROM postgres")?;
    change(
        "GRANT SELECT ON app.t TO @bob; CREATE TABLE app.u (a integer); GRANT SELECT (a) ON app.u TO @bob",
    )?;
    change("DROP TABLE app.u; CREATE TABLE app.u (b integer); GRANT INSERT (b) ON app.u TO @bob")?;
    // The same column as before, to the target, with other privileges.
    change(
        "ALTER TABLE app.u DROP COLUMN b; ALTER TABLE app.u ADD COLUMN b integer; GRANT UPDATE (b) ON app.u TO @bob",
    )?;
    there_and_back(&pair, &before)
}

/// REVOKE on a table takes the same privileges on its columns along.
pub fn columns_survive() -> Outcome {
    let roles = Roles::new(&["bob"])?;
    let script = "CREATE TABLE t (a integer, b integer); GRANT SELECT (a) ON t TO @bob";
    let pair = roles.pair("columns_survive", script, r#"{"grants": "keep"}"#)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    roles.change(&pair, &before, "GRANT SELECT ON t TO @bob")?;
    roles.change(&pair, &before, "REVOKE SELECT ON t FROM @bob; GRANT SELECT (a) ON t TO @bob")?;
    roles.change(
        &pair,
        &before,
        "GRANT SELECT, INSERT ON t TO @bob; GRANT INSERT (b) ON t TO @bob",
    )?;
    roles.change(&pair, &before, "REVOKE INSERT ON t FROM @bob; GRANT INSERT (b) ON t TO @bob")?;
    roles.change(&pair, &before, "REVOKE ALL ON t FROM @bob")?;
    there_and_back(&pair, &before)
}

/// What several roles have, the one has that they are mapped to.
pub fn roles_become_one() -> Outcome {
    let roles = Roles::new(&["bob", "alice", "carol", "app"])?;
    let script = "CREATE TABLE t (a integer, b integer);
        GRANT SELECT, INSERT ON t TO @bob; GRANT SELECT ON t TO @alice WITH GRANT OPTION;
        GRANT UPDATE (a) ON t TO @bob; GRANT UPDATE (b) ON t TO @alice; GRANT DELETE ON t TO @carol;";
    let rules = r#"{"grants": {"@bob": "@app", "@alice": "@app"}}"#;
    let pair = roles.pair("roles_become_one", script, rules)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    let acl = "SELECT relacl FROM pg_class WHERE oid = 't'::regclass
         UNION ALL (SELECT attacl FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum)";
    let expected = roles.list(
        "{postgres=arwdDxt/postgres,@app=ar*/postgres,@carol=d/postgres}\n{@app=w/postgres}\n{@app=w/postgres}",
    );
    let found = pair.target.sql(acl)?;
    if found.trim() != expected {
        return Err(format!("{found} is not {expected}"));
    }
    pair.must_be_unchanged("roles became one")?;
    pair.source.sql(&roles.sql("REVOKE ALL ON t FROM @alice"))?;
    pair.follow()?;
    must_say(&pair.target.sql(acl)?, &[&roles.sql("@app=ar/postgres")])?;
    pair.must_be_unchanged("after the change")?;
    pair.source.sql(&roles.sql("GRANT SELECT ON t TO @alice; REVOKE ALL ON t FROM @bob"))?;
    pair.follow()?;
    must_say(&pair.target.sql(acl)?, &[&roles.sql("@app=r/postgres")])?;
    pair.must_be_unchanged("after another change")?;
    pair.downgrade("-1")?;
    must_say(&pair.target.sql(acl)?, &[&roles.sql("@app=ar/postgres")])?;
    pair.upgrade()?;
    there_and_back(&pair, &before)
}

/// Whoever owns an object here has all that a grant to him would give.
pub fn grants_to_the_owner() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = "CREATE TABLE t (a integer); ALTER TABLE t OWNER TO @bob; GRANT SELECT ON t TO @alice, postgres;
        REVOKE INSERT ON t FROM @bob;";
    let pair = roles.pair("grants_to_the_owner", script, r#"{"grants": "keep"}"#)?;
    pair.follow()?;
    pair.must_be_unchanged("postgres owns the table")?;
    let acl = pair.target.sql("SELECT relacl FROM pg_class WHERE oid = 't'::regclass")?;
    must_say(&acl, &[&roles.list("{postgres=rwdDxt/postgres,@alice=r/postgres}")])?;
    roles.configure(&pair, r#"{"grants": "keep", "owner": {"@bob": "@alice"}}"#)?;
    pair.follow()?;
    pair.must_be_unchanged("alice owns the table")?;
    let acl = pair.target.sql("SELECT relacl FROM pg_class WHERE oid = 't'::regclass")?;
    must_say(&acl, &[&roles.list("{@alice=rwdDxt/@alice,postgres=r/@alice}")])?;
    pair.downgrade("-1")?;
    let acl = pair.target.sql("SELECT relacl FROM pg_class WHERE oid = 't'::regclass")?;
    must_say(&acl, &[&roles.list("{postgres=rwdDxt/postgres,@alice=r/postgres}")])
}

/// Only the grantor could give it: it is carried as the owner's.
pub fn granted_by_another() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = "CREATE TABLE t (a integer); GRANT SELECT ON t TO @bob WITH GRANT OPTION;
        SET ROLE @bob; GRANT SELECT ON t TO @alice; GRANT SELECT (a) ON t TO @alice;";
    let pair = roles.pair("granted_by_another", script, r#"{"grants": "keep"}"#)?;
    let said = pair.target.said(&pair.plan_sql())?;
    let warning = "SELECT on table public.t to @alice was granted by @bob, and is carried as granted by the owner";
    must_say(&said.notices, &[&roles.sql(warning), "SELECT on column a of table public.t"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("granted by the owner")?;
    let acl = pair.target.sql("SELECT relacl FROM pg_class WHERE oid = 't'::regclass")?;
    must_say(&acl, &[&roles.sql("@bob=r*/postgres")])
}

const DEFAULT_PRIVILEGES: &str = "
    ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO @alice;
    ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO @bob WITH GRANT OPTION;
    ALTER DEFAULT PRIVILEGES REVOKE UPDATE ON TABLES FROM CURRENT_USER;
    ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO @alice;
    ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES GRANT CREATE ON SCHEMAS TO @alice;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT DELETE ON TABLES TO PUBLIC;";

/// What the target gives to new objects by itself, those that follow do not have.
pub fn default_privileges() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = format!(
        "{OBJECTS} {FAR} {GRANTS} CREATE TABLE x (a integer); GRANT SELECT ON x TO @alice;"
    )
    .replace("@o'Hara", "@alice");
    let rules = r#"{"owner": "keep", "grants": "keep"}"#;
    let pair = roles.pair("default_privileges", &script, rules)?;
    pair.target.sql(&roles.sql(DEFAULT_PRIVILEGES))?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    must_be_equal(&pair, &before, "default privileges")?;
    let drop = "DROP TABLE x; DROP VIEW app.v; DROP FUNCTION app.f; DROP SEQUENCE app.seq; DROP TYPE app.mood;";
    roles.change(&pair, &before, drop)?;
    there_and_back(&pair, &before)
}
