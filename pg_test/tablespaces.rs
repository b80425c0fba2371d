//! Tablespaces: kept where the target has them, else things are made in the default one. They belong to a whole server, so
//! a source that has others is on a server of its own.

use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::must_give;
use crate::psql::{Database, in_database, unique};
use crate::{Case, Outcome, server, trial};
use libtest_mimic::Trial;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 2] = [("kept", kept), ("missing", missing)];
    cases.map(|(name, case)| trial(format!("tablespaces::{name}"), case)).into()
}

const OBJECTS: &str = "
    CREATE SCHEMA app;
    CREATE TABLE app.t (id integer PRIMARY KEY USING INDEX TABLESPACE @, a text) TABLESPACE @;
    CREATE TABLE app.u (id integer, a text);
    CREATE INDEX i ON app.u (a) TABLESPACE @;
    CREATE TABLE app.p (id integer) PARTITION BY LIST (id) TABLESPACE @;
    CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES IN (1);
    CREATE MATERIALIZED VIEW app.m TABLESPACE @ AS SELECT id FROM app.t;";

/// Number of relations that are not in the default tablespace.
const PLACED: &str =
    "SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND reltablespace <> 0";

fn create(name: &str) -> String {
    format!("SET allow_in_place_tablespaces = on; CREATE TABLESPACE {name} LOCATION '';")
}

/// A tablespace of the server of the tests; it goes after the databases, which must be declared later.
struct Tablespace(String);

impl Drop for Tablespace {
    fn drop(&mut self) {
        if let Err(message) = in_database("postgres", &format!("DROP TABLESPACE {}", self.0)) {
            eprintln!("{message}");
        }
    }
}

fn kept() -> Outcome {
    let tablespace = Tablespace(unique("space"));
    in_database("postgres", &create(&tablespace.0))?;
    let pair = Pair::new("tablespaces_kept", &OBJECTS.replace('@', &tablespace.0))?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    pair.must_be_unchanged("in a tablespace")?;
    must_give(&pair.target, PLACED, "6")?;
    let there = Dump::of(&pair.target)?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")?;
    pair.upgrade()?;
    there.must_equal(&Dump::of(&pair.target)?, "after downgrade('base'), upgrade()")
}

/// Another server, which ends with the case, and with the tests in any case.
struct Server {
    port: String,
    flag: PathBuf,
    child: Child,
}

impl Server {
    fn start() -> Outcome<Self> {
        let flag = std::env::temp_dir().join(unique("schemig_server"));
        let failed = |what: &str, e: std::io::Error| format!("{what}: {e}");
        std::fs::write(&flag, "").map_err(|e| failed("flag", e))?;
        let wait =
            r#"echo "$PGPORT"; while [ -e "$0" ] && kill -0 "$1" 2>/dev/null; do sleep 0.2; done"#;
        let mut child = Command::new(server::directory().join("server.sh"))
            .args(["run", "sh", "-c", wait])
            .arg(&flag)
            .arg(std::process::id().to_string())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| failed("server.sh", e))?;
        let mut port = String::new();
        let out = child.stdout.take().ok_or("server.sh has no output")?;
        BufReader::new(out).read_line(&mut port).map_err(|e| failed("server.sh", e))?;
        Ok(Self { port: port.trim().to_owned(), flag, child })
    }

    fn sql(&self, script: &str) -> Outcome<String> {
        let place = format!("host=127.0.0.1 port={} dbname=postgres user=postgres", self.port);
        in_database(&place, script)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.flag);
        let _ = self.child.wait();
    }
}

fn missing() -> Outcome {
    let source = Server::start()?;
    let name = unique("far");
    source.sql(&(create(&name) + &OBJECTS.replace('@', &name)))?;
    let tablespace;
    let target = Database::with_extension("tablespaces_missing")?;
    target.sql(&format!(
        "CREATE SERVER src_server FOREIGN DATA WRAPPER dblink_fdw
           OPTIONS (host '127.0.0.1', port '{}', dbname 'postgres');
         CREATE USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (user 'postgres')",
        source.port
    ))?;
    let plan = "SELECT schemig.plan('src_server', 'app')";
    let said = target.said(plan)?;
    for label in [
        "table app.t",
        "constraint app.t.t_pkey",
        "index app.i",
        "table app.p",
        "table app.p1",
        "materialized view app.m",
    ] {
        let warning = format!(
            "{label} is made in the default tablespace, since tablespace {name} is not here"
        );
        if !said.notices.contains(&warning) {
            return Err(format!("no WARNING: {warning}\n{}{}", said.rows, said.notices));
        }
    }
    target.sql("SELECT schemig.upgrade()")?;
    must_give(&target, PLACED, "0")?;
    must_give(&target, plan, "No changes.")?;
    must_give(&target, "SELECT * FROM schemig.verify() WHERE state <> 'same'", "")?;
    // When it is here, things move there.
    in_database("postgres", &create(&name))?;
    tablespace = Tablespace(name);
    target.sql(plan)?;
    target.sql("SELECT schemig.upgrade()")?;
    must_give(&target, PLACED, "6")?;
    must_give(&target, plan, "No changes.")?;
    target.sql("SELECT schemig.downgrade()")?;
    must_give(&target, PLACED, "0")?;
    drop(target);
    drop(tablespace);
    Ok(())
}
