//! What belongs to the database and to no schema: followed with the whole database only, never with its secrets,
//! and left alone where the target had it before.

use crate::follow::Pair;
use crate::must::{must_have, must_lack};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let trials: [(&str, Case); 5] = [
        ("not_with_a_schema", not_with_a_schema),
        ("no_secrets", no_secrets),
        ("own_server_stays", own_server_stays),
        ("excluded_kinds", excluded_kinds),
        ("privileges_of_the_server", privileges_of_the_server),
    ];
    trials.map(|(name, run)| trial(format!("whole::{name}"), run)).into()
}

const SCRIPT: &str = "CREATE SCHEMA app; CREATE TABLE app.t (id integer PRIMARY KEY); CREATE TYPE app.m AS ENUM ('a');
    CREATE CAST (app.m AS text) WITH INOUT; CREATE PUBLICATION pub FOR TABLE app.t;
    CREATE FOREIGN DATA WRAPPER own; CREATE SERVER far FOREIGN DATA WRAPPER own OPTIONS (host 'source');
    CREATE USER MAPPING FOR CURRENT_USER SERVER far
        OPTIONS (user 'u', password 'hush-1', sslpassword 'hush-2', api_token 'hush-3', \"Key\" 'hush-4');";

fn not_with_a_schema() -> Outcome {
    let pair = Pair::of_schema("whole_schema", SCRIPT, "'app'")?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.rows, &["+ table app.t", "+ enum app.m"])?;
    must_lack(&said.rows, &["cast", "publication", "server far", "user mapping", "wrapper"])?;
    // What hangs on what is followed is told, and no more.
    must_have(&said.notices, &["cast (app.m AS pg_catalog.text)"])?;
    must_lack(&said.notices, &["server", "hush"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("after the upgrade")
}

fn no_secrets() -> Outcome {
    let pair = Pair::new("whole_secrets", SCRIPT)?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.rows, &["+ server far", "+ user mapping FOR "])?;
    for option in ["password", "sslpassword", "api_token", "\"Key\""] {
        must_have(&said.notices, &[&format!("option {option} of user mapping for ")])?;
    }
    let script = pair.target.sql("SELECT schemig.script()")?;
    pair.upgrade()?;
    let written = pair.target.sql(
        "SELECT f::text FROM schemig.fact f UNION ALL SELECT s::text FROM schemig.step s
         UNION ALL SELECT r::text FROM schemig.revision r",
    )?;
    for text in [&said.rows, &said.notices, &script, &written] {
        must_lack(text, &["hush"])?;
    }
    must_have(&script, &["OPTIONS (\"user\" 'u')"])?;
    // A secret that somebody has set here stays.
    pair.target
        .sql("ALTER USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (ADD password 'own')")?;
    pair.must_be_unchanged("with a password of its own")?;
    pair.source.sql("ALTER USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (SET user 'v')")?;
    pair.follow()?;
    let options =
        pair.target.sql("SELECT umoptions FROM pg_user_mappings WHERE srvname = 'far'")?;
    must_have(&options, &["user=v", "password=own"])
}

/// The server over which the source is reached may be called as one in the source.
fn own_server_stays() -> Outcome {
    let pair = Pair::new("whole_server", SCRIPT)?;
    pair.target.sql(
        "CREATE FOREIGN DATA WRAPPER mine; CREATE SERVER far FOREIGN DATA WRAPPER mine OPTIONS (host 'target')",
    )?;
    pair.follow()?;
    let options = "SELECT srvoptions FROM pg_foreign_server WHERE srvname = 'far'";
    must_have(&pair.target.sql(options)?, &["{host=target}"])?;
    pair.source.sql("ALTER SERVER far OPTIONS (SET host 'elsewhere', ADD port '1')")?;
    pair.must_plan_nothing("when the source's server has changed")?;
    must_have(&pair.target.sql(options)?, &["{host=target}"])?;
    pair.downgrade("base")?;
    must_have(&pair.target.sql(options)?, &["{host=target}"])
}

fn excluded_kinds() -> Outcome {
    let pair = Pair::new("whole_excluded", SCRIPT)?;
    pair.target.sql(
        r#"SELECT schemig.configure('src_server', NULL::name, '{"kinds": {"exclude": ["publication", "server"]}}')"#,
    )?;
    let plan = pair.plan()?;
    must_have(&plan, &["+ cast", "+ foreign-data wrapper own"])?;
    must_lack(&plan, &["publication", "server far", "user mapping"])?;
    pair.upgrade()?;
    pair.must_plan_nothing("after the upgrade")
}

/// What somebody has granted or revoked of what the server or an extension brought along is told where privileges
/// are carried, and only that.
fn privileges_of_the_server() -> Outcome {
    let script = "CREATE EXTENSION citext; CREATE TABLE t (a integer); GRANT SELECT ON t TO pg_monitor;
        GRANT SELECT (rolname) ON pg_authid TO pg_monitor; GRANT EXECUTE ON FUNCTION pg_read_file(text) TO pg_monitor;
        REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC; REVOKE EXECUTE ON FUNCTION citext_eq(citext, citext) FROM PUBLIC;";
    let pair = Pair::new("whole_privileges", script)?;
    must_lack(&pair.target.said(&pair.plan_sql())?.notices, &["privilege"])?;
    pair.target
        .sql(r#"SELECT schemig.configure('src_server', NULL::name, '{"grants": "keep"}')"#)?;
    let said = pair.target.said(&pair.plan_sql())?.notices;
    let told: Vec<&str> = said.lines().filter(|line| line.contains("WARNING:")).collect();
    must_have(
        &said,
        &[
            "privilege on column rolname of table pg_authid is not carried",
            "privilege on function pg_read_file(text) is not carried",
            "privilege on function public.citext_eq(public.citext,public.citext) is not carried",
            "privilege on language plpgsql is not carried",
        ],
    )?;
    if told.len() != 4 {
        return Err(format!("more is told:\n{said}"));
    }
    pair.upgrade()?;
    pair.must_be_unchanged("after the upgrade")
}
