//! Roles that are no superusers: what `grant_to` gives is enough for every function, and without it there is none.

use crate::dump::Dump;
use crate::errors::{PASSWORD, with_password};
use crate::follow::Pair;
use crate::must::must_give;
use crate::psql::{in_database, unique};
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("grant_to::enough", enough),
        trial("grant_to::nothing_without", nothing_without),
        trial("grant_to::wrong_input", wrong_input),
        trial("grant_to::members_alone", members_alone),
        trial("grant_to::falls_short", falls_short),
        trial("grant_to::restored", restored),
        trial("grant_to::loss_out_of_sight", loss_out_of_sight),
        trial("grant_to::forced_policies", forced_policies),
    ]
}

/// A role that can do nothing in particular; gone after its databases, which must be declared later.
pub struct Role(pub String);

impl Role {
    pub fn new(hint: &str) -> Outcome<Self> {
        let role = Self(unique(hint));
        in_database("postgres", &format!("CREATE ROLE {}", role.quoted()))?;
        Ok(role)
    }

    pub fn quoted(&self) -> String {
        format!("\"{}\"", self.0.replace('"', "\"\""))
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        if let Err(message) = in_database("postgres", &format!("DROP ROLE {}", self.quoted())) {
            eprintln!("{message}");
        }
    }
}

const OBJECTS: &str = "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a');
    CREATE TABLE app.t (id serial PRIMARY KEY, m app.mood, UNIQUE (m));
    CREATE VIEW app.v AS SELECT id FROM app.t; CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';";

/// A role that has what it needs, and follows the schema `app`: the source is read as a role that may only connect.
fn loader(hint: &str, objects: &str) -> Outcome<(Role, Pair)> {
    with_password()?;
    let role = Role::new(&format!("{hint}\"er"))?;
    let name = role.quoted();
    let pair = Pair::of_schema(hint, objects, "'app'")?;
    let (target, port) = (&pair.target, server::port());
    target.sql(&format!(
        "DROP SERVER src_server CASCADE;
         CREATE SERVER src_server FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '127.0.0.1', port '{port}', dbname '{}');",
        pair.source.name
    ))?;
    let said = target.sql(&format!(
        "SELECT schemig.grant_to(\"quoted\".\"name\") FROM (SELECT '{}'::name AS name) AS quoted",
        role.0
    ))?;
    if !said.contains("may use schemig") || !said.contains("GRANT CREATE ON DATABASE") {
        return Err(said);
    }
    target.sql(&format!(
        "GRANT USAGE ON FOREIGN SERVER src_server TO {name};
         CREATE USER MAPPING FOR {name} SERVER src_server OPTIONS (user 'with_password', password '{PASSWORD}');
         DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO {name}', current_database()); END $$;"
    ))?;
    Ok((role, pair))
}

/// The target's role owns nothing but what it makes.
fn enough() -> Outcome {
    let (role, pair) = loader("grant_to", OBJECTS)?;
    let (name, target) = (role.quoted(), &pair.target);
    let before = Dump::of(target)?;
    let run = |verb: &str| target.sql(&format!("SET ROLE {name}; SELECT * FROM schemig.{verb};"));
    run("configure('src_server', 'app', '{}')")?;
    run("plan('src_server', 'app')")?;
    for noun in ["script()", "preflight()", "drift()", "verify()", "mapping()", "coverage()"] {
        run(noun)?;
    }
    run("upgrade(dry_run => true)")?;
    run("upgrade()")?;
    let lines = run("verify() AS v WHERE v.state <> 'same'")?;
    if !lines.trim().is_empty() {
        return Err(format!("differs: {lines}"));
    }
    run("sync('src_server', 'app')")?;
    pair.source.sql("ALTER TABLE app.t ADD b text")?;
    run("plan('src_server', 'app')")?;
    run("discard()")?;
    run("plan('src_server', 'app')")?;
    target.sql(&format!("SET ROLE {name}; CALL schemig.upgrade_in_batches(batch => 1); TABLE schemig.status; TABLE schemig.history;"))?;
    run("downgrade()")?;
    run("stamp('head')")?;
    run("stamp('-1')")?;
    run("downgrade('base', allow => '{data_loss}')")?;
    before.must_equal(&Dump::of(target)?, "after downgrade('base')")?;
    run("purge()")?;
    run("unfollow('src_server/app')")?;
    // What it may not do it cannot do: the schema is another one's.
    target.sql("CREATE SCHEMA app")?;
    run("plan('src_server', 'app')")?;
    target.fails(&format!("SET ROLE {name}; SELECT schemig.upgrade();"), "42501", &["app"])?;
    target.sql(&format!("DROP SCHEMA app; DROP OWNED BY {name}")).map(|_| ())
}

/// Rows that the role may not look at may be lost.
fn loss_out_of_sight() -> Outcome {
    let objects = "CREATE SCHEMA app; CREATE TABLE app.t (a integer); CREATE TABLE app.u (a integer, b integer);";
    let (role, pair) = loader("grant_to_blind", objects)?;
    let (name, target) = (role.quoted(), &pair.target);
    let run = |verb: &str| target.sql(&format!("SET ROLE {name}; SELECT * FROM schemig.{verb};"));
    run("plan('src_server', 'app')")?;
    run("upgrade()")?;
    target.sql(&format!("SET ROLE {name}; REVOKE SELECT ON app.t, app.u FROM {name};"))?;
    pair.source.sql("DROP TABLE app.t; ALTER TABLE app.u DROP COLUMN b")?;
    let plan = run("plan('src_server', 'app')")?;
    let told = [
        "- table app.t, grant, owner  [data_loss: not checked: permission denied for table t]",
        "- column app.u.b  [data_loss: not checked: permission denied for table u]",
    ];
    if let Some(missing) = told.iter().find(|line| !plan.contains(**line)) {
        return Err(format!("the plan should say\n{missing}\nand says\n{plan}"));
    }
    let refused = ["has the hazard data_loss", "table app.t: not checked: permission denied"];
    target.fails(&format!("SET ROLE {name}; SELECT schemig.upgrade();"), "55000", &refused)?;
    run("upgrade(allow => '{data_loss}')")?;
    target.sql(&format!("DROP OWNED BY {name}")).map(|_| ())
}

/// Whoever is subject to policies checks a new foreign key over the rows that they see.
fn forced_policies() -> Outcome {
    let objects = "CREATE SCHEMA app; CREATE TABLE app.t (id integer PRIMARY KEY); CREATE TABLE app.u (t integer);
        ALTER TABLE app.u ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON app.u USING (t > 0);";
    let (role, pair) = loader("grant_to_forced", objects)?;
    let (name, target) = (role.quoted(), &pair.target);
    let run = |verb: &str| target.sql(&format!("SET ROLE {name}; SELECT * FROM schemig.{verb};"));
    run("sync('src_server', 'app')")?;
    target.sql("INSERT INTO app.t VALUES (1); INSERT INTO app.u VALUES (1), (-1)")?;
    pair.source.sql("ALTER TABLE app.u ADD CONSTRAINT known FOREIGN KEY (t) REFERENCES app.t")?;
    run("sync('src_server', 'app')")?;
    must_give(target, "SELECT convalidated FROM pg_constraint WHERE conname = 'known'", "t")?;
    target.sql("ALTER TABLE app.u DROP CONSTRAINT known")?;
    // One who sees all rows is told of the one that does not fit.
    target.fails("ALTER TABLE app.u ADD FOREIGN KEY (t) REFERENCES app.t", "23503", &["(-1)"])?;
    target.sql(&format!("DROP OWNED BY {name}")).map(|_| ())
}

fn nothing_without() -> Outcome {
    let role = Role::new("nobody")?;
    let pair = Pair::new("grant_to_nobody", OBJECTS)?;
    // Whatever there is in the schema, also what comes later.
    let name = role.0.replace('\'', "''");
    let open = format!(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'schemig'::regnamespace AND has_function_privilege('{name}', oid, 'EXECUTE')
          UNION ALL SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'schemig'::regnamespace AND relkind IN ('r', 'v')
                       AND has_table_privilege('{name}', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
          UNION ALL SELECT 'schemig' WHERE has_schema_privilege('{name}', 'schemig', 'USAGE, CREATE')"
    );
    must_give(&pair.target, &open, "")?;
    let calls = [
        "plan('src_server')",
        "sync('src_server')",
        "upgrade()",
        "downgrade()",
        "script()",
        "verify()",
        "drift()",
        "preflight()",
        "coverage()",
        "mapping()",
        "discard()",
        "stamp()",
        "purge()",
        "unfollow('x')",
        "export()",
        "import('{}')",
        "grant_to('postgres')",
        "configure('src_server', NULL::name, '{}')",
    ];
    for call in calls {
        let sql = format!("SET ROLE {}; SELECT * FROM schemig.{call};", role.quoted());
        pair.target.fails(&sql, "42501", &["permission denied"])?;
    }
    let relations =
        ["source", "revision", "step", "fact", "fact_page", "fact_end", "recorded", "trash"];
    for relation in relations.into_iter().chain(["fingerprint", "status", "history", "progress"]) {
        let sql = format!("SET ROLE {}; TABLE schemig.{relation};", role.quoted());
        pair.target.fails(&sql, "42501", &["permission denied"])?;
    }
    Ok(())
}

fn wrong_input() -> Outcome {
    let role = Role::new("other")?;
    let pair = Pair::new("grant_to_wrong", OBJECTS)?;
    pair.target.fails("SELECT schemig.grant_to(NULL);", "22004", &["role"])?;
    pair.target.fails("SELECT schemig.grant_to('no such');", "42704", &["\"no such\""])?;
    pair.target.sql(&format!("SELECT schemig.grant_to('{}')", role.0))?;
    let passed_on = format!("SET ROLE {0}; SELECT schemig.grant_to('{0}');", role.0);
    pair.target.fails(&passed_on, "42501", &["grant_to"])?;
    pair.target.sql(&format!("DROP OWNED BY {}", role.quoted())).map(|_| ())
}

/// What users have put into the schema is not granted.
fn members_alone() -> Outcome {
    let role = Role::new("alone")?;
    let pair = Pair::new("grant_to_alone", OBJECTS)?;
    pair.target.sql(&format!(
        "CREATE TABLE schemig.own (i integer);
         CREATE FUNCTION schemig.own() RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION schemig.own() FROM PUBLIC;
         SELECT schemig.grant_to('{}');",
        role.0
    ))?;
    let may = format!("SET ROLE {}; ", role.quoted());
    pair.target
        .sql(&format!("{may} TABLE schemig.step; TABLE schemig.trash; TABLE schemig.progress;"))?;
    pair.target.fails(&format!("{may} TABLE schemig.own"), "42501", &["own"])?;
    pair.target.fails(&format!("{may} SELECT schemig.own()"), "42501", &["own"])?;
    pair.target.sql(&format!("DROP OWNED BY {}", role.quoted())).map(|_| ())
}

/// Where a GRANT only warns that it does nothing, there is an error.
fn falls_short() -> Outcome {
    let (role, owner, half) = (Role::new("short")?, Role::new("owner")?, Role::new("half")?);
    let pair = Pair::new("grant_to_short", OBJECTS)?;
    let (name, other) = (half.quoted(), owner.quoted());
    let script = format!(
        "DO $$ BEGIN EXECUTE format('GRANT %I TO {name}', session_user); END $$;
         ALTER TABLE schemig.source OWNER TO {other}; GRANT SELECT ON schemig.source TO {name};"
    );
    pair.target.sql(&script)?;
    let grant = format!("SET ROLE {name}; SELECT schemig.grant_to('{}')", role.0);
    let said = pair.target.fails(
        &grant,
        "42501",
        &["grant the use of schemig", "short of table schemig.source"],
    );
    pair.target.sql(&format!(
        "ALTER TABLE schemig.source OWNER TO CURRENT_USER; DROP OWNED BY {other}, {name};
         DO $$ BEGIN EXECUTE format('REVOKE %I FROM {name}', session_user); END $$;"
    ))?;
    said.map(|_| ())
}

/// A dump of the target carries the grants.
fn restored() -> Outcome {
    let role = Role::new("kept")?;
    let pair = Pair::new("grant_to_dump", OBJECTS)?;
    pair.target.sql(&format!("SELECT schemig.grant_to('{}')", role.0))?;
    let text = crate::dump::text_of(&pair.target, &[])?;
    let copy = crate::psql::Database::new("grant_to_restored")?;
    copy.sql(&text)?;
    copy.sql(&format!(
        "SET ROLE {}; SELECT * FROM schemig.drift(); TABLE schemig.history;",
        role.0
    ))?;
    let drop = format!("DROP OWNED BY {}", role.quoted());
    copy.sql(&drop)?;
    pair.target.sql(&drop).map(|_| ())
}
