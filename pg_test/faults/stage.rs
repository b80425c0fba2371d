//! A source, and databases of a private server from which each try has a copy.

use super::inject::{Fault, Small};
use crate::Outcome;
use crate::batches::{CHANGE, OBJECTS, ROWS};
use crate::dump::Dump;
use crate::private::Private;
use crate::psql::at_port;
use std::time::Duration;

/// The database that a fault is tried in.
pub const PLACE: &str = "place";

/// A source of its own server, and the target's server.
pub struct Stage {
    pub source: Private,
    pub target: Private,
    pub verbs: Vec<Verb>,
    /// The place is on a disk of its own.
    pub small: Option<Small>,
}

/// A call that is disturbed.
pub struct Verb {
    pub name: &'static str,
    pub sql: &'static str,
    /// The database that is as before.
    pub template: &'static str,
    pub took: Duration,
    pub before: State,
    pub after: State,
}

/// What a target is and has on record.
#[derive(PartialEq)]
pub struct State {
    /// All of the record.
    pub records: String,
    /// What of the record is the same each time, and what rows there are.
    pub shape: String,
    pub dump: Dump,
}

impl State {
    pub fn is(&self, other: &State) -> bool {
        self.shape == other.shape && self.dump == other.dump
    }
}

const VERBS: [(&str, &str, &str); 4] = [
    ("plan", "SELECT schemig.plan('src_server');", "followed"),
    ("upgrade", "SELECT schemig.upgrade(allow => '{data_loss}');", "planned"),
    ("batches", "CALL schemig.upgrade_in_batches(allow => '{data_loss}', batch => 3);", "planned"),
    ("downgrade", "SELECT schemig.downgrade(allow => '{data_loss}');", "upgraded"),
];

const RECORDS: &str = "SELECT md5(string_agg(r::text, E'\\n' ORDER BY r::text)) FROM (
    SELECT to_jsonb(x) AS r FROM schemig.source x UNION ALL SELECT to_jsonb(x) FROM schemig.revision x
    UNION ALL SELECT to_jsonb(x) FROM schemig.step x UNION ALL SELECT to_jsonb(x) FROM schemig.trash x
    UNION ALL SELECT to_jsonb(x) FROM schemig.fact x) AS y;";

const SHAPE: &str = "SELECT string_agg(state || coalesce(' at ' || reached, ''), ',' ORDER BY planned_at) FROM schemig.revision;
    SELECT count(*) FROM schemig.step; SELECT count(*) FROM schemig.recorded; SELECT count(*) FROM schemig.fact;
    SELECT count(*) FROM schemig.drift(); SELECT count(*), sum(id) FROM app.t;";

/// Enough that a call takes some time.
const MORE: &str = "DO $$ BEGIN FOR i IN 1..10 LOOP EXECUTE format('CREATE TABLE app.many%s (id integer PRIMARY KEY, a text DEFAULT %L)', i, i);
    END LOOP; END $$;";
const MORE_CHANGED: &str = "DO $$ BEGIN FOR i IN 1..10 LOOP EXECUTE format('ALTER TABLE app.many%s ADD COLUMN b integer; CREATE INDEX ON app.many%1$s (b)', i);
    END LOOP; END $$;";

impl Stage {
    /// Errors inside: why this fault cannot be tried here.
    pub fn new(fault: &Fault) -> Outcome<Result<Self, String>> {
        // What has been told to be committed must be there after a crash.
        let settings = format!("synchronous_commit = on\n{}", fault.settings);
        let target = Private::start(&settings)?;
        let small = match fault.needs_disk {
            false => None,
            true => match Small::mount(&target)? {
                Ok(small) => Some(small),
                Err(reason) => return Ok(Err(reason)),
            },
        };
        let source = Private::start("")?;
        let mut stage = Self { source, target, verbs: Vec::new(), small };
        stage.prepare()?;
        for (name, sql, template) in VERBS.into_iter().filter(|v| fault.verbs.contains(&v.0)) {
            let verb = stage.undisturbed(name, sql, template)?;
            stage.verbs.push(verb);
        }
        Ok(Ok(stage))
    }

    fn prepare(&self) -> Outcome {
        self.source.sql("postgres", "CREATE DATABASE s")?;
        self.source.sql("s", &format!("{OBJECTS} {MORE}"))?;
        self.target.sql("postgres", "CREATE DATABASE followed")?;
        self.target.sql(
            "followed",
            &format!(
                "CREATE EXTENSION schemig CASCADE;
                 CREATE SERVER src_server FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '127.0.0.1', port '{}', dbname 's');
                 CREATE USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (user 'postgres');
                 SELECT schemig.sync('src_server'); {ROWS}",
                self.source.port
            ),
        )?;
        self.source.sql("s", &format!("{CHANGE} {MORE_CHANGED}"))?;
        let steps = [("planned", "followed", VERBS[0].1), ("upgraded", "planned", VERBS[1].1)];
        for (name, from, sql) in steps {
            self.target.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {from}"))?;
            self.target.sql(name, sql)?;
        }
        Ok(())
    }

    /// What a call takes and makes when nothing happens to it.
    fn undisturbed(
        &self,
        name: &'static str,
        sql: &'static str,
        template: &'static str,
    ) -> Outcome<Verb> {
        self.place(template)?;
        let before = self.state()?;
        let said = self.target.sql(PLACE, &format!("\\timing on\n{sql}"))?;
        let time = said.lines().rev().find_map(|line| line.strip_prefix("Time: "));
        let time = time.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
        let time = time.ok_or_else(|| format!("no time in\n{said}"))?;
        let took = Duration::from_secs_f64(time / 1000.0);
        Ok(Verb { name, sql, template, took, before, after: self.state()? })
    }

    /// Makes the place anew.
    pub fn place(&self, template: &str) -> Outcome {
        let space = if self.small.is_some() { "TABLESPACE small" } else { "" };
        self.target
            .sql(
                "postgres",
                &format!(
                    "DROP DATABASE IF EXISTS {PLACE} WITH (FORCE); CREATE DATABASE {PLACE} TEMPLATE {template} {space}"
                ),
            )
            .map(|_| ())
    }

    pub fn state(&self) -> Outcome<State> {
        let records = self.target.sql(PLACE, RECORDS)?;
        let shape = self.target.sql(PLACE, SHAPE)?;
        Ok(State { records, shape, dump: self.target.dump(PLACE)? })
    }

    /// How many sessions the source's database has.
    pub fn connections(&self) -> Outcome<String> {
        let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = 's'";
        at_port(&self.source.port, "postgres", count)
    }

    /// What the target's server has logged of things that were not given back.
    pub fn leaks(&self) -> Outcome<Vec<String>> {
        let log = std::fs::read_to_string(format!("{}/log", self.target.host));
        let log = log.map_err(|error| error.to_string())?;
        Ok(log.lines().filter(|line| is_leak(line)).map(str::to_owned).collect())
    }
}

/// Whether a line of a server's log says that something was not given back. What was being run when a session ended is
/// logged too, and the queries that read routines speak of leaks: LEAKPROOF.
pub fn is_leak(line: &str) -> bool {
    const MARKS: [&str; 5] =
        ["leak", "non-empty SPI stack", "still active", "not closed", "while in"];
    let said = line.split_once(" WARNING:  ").map(|(_, text)| text);
    line.starts_with("TRAP")
        || said.is_some_and(|text| MARKS.iter().any(|mark| text.contains(mark)))
}
