//! A server of a case's own, with settings of its own, which may crash and be started anew.

use crate::dump::Dump;
use crate::psql::{Said, Session, excerpt, psql, say};
use crate::{Outcome, server};
use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Stopped and removed at the end of the case.
pub struct Private {
    pub host: String,
    pub port: String,
}

impl Private {
    /// Starts a server; `settings` are lines of `postgresql.conf`.
    pub fn start(settings: &str) -> Outcome<Self> {
        Self::started(script().env("SETTINGS", settings))
    }

    /// The same with the programs of another version.
    pub fn of(bin: &str, settings: &str) -> Outcome<Self> {
        Self::started(script().env("SETTINGS", settings).env("PG_BIN", bin))
    }

    fn started(script: &mut Command) -> Outcome<Self> {
        let said = run(script.arg("start"))?;
        let value = |name: &str| {
            let found = said.split_whitespace().find_map(|word| word.strip_prefix(name));
            found.map(str::to_owned).ok_or_else(|| format!("{name} is not in\n{said}"))
        };
        Ok(Self { host: value("PGHOST=")?, port: value("PGPORT=")? })
    }

    /// A client program of this server.
    pub fn program(&self, mut command: Command) -> Command {
        command.env("PGHOST", &self.host).env("PGPORT", &self.port);
        command
    }

    /// Waits for a server that is coming back: of one of its processes that has been killed, it learns when it likes.
    pub fn said(&self, database: &str, script: &str) -> Outcome<Said> {
        const COMING: [&str; 3] =
            ["not yet accepting connections", "in recovery mode", "system is starting up"];
        let start = Instant::now();
        loop {
            let said = say(&mut self.program(psql(database)), script)?;
            let is_coming = COMING.iter().any(|text| said.notices.contains(text));
            if said.succeeded || !is_coming || start.elapsed() > Duration::from_secs(30) {
                return Ok(said);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn sql(&self, database: &str, script: &str) -> Outcome<String> {
        let said = self.said(database, script)?;
        match said.succeeded {
            true => Ok(said.rows),
            false => Err(format!("in {database}:\n{}\n{}", excerpt(script), said.notices)),
        }
    }

    pub fn session(&self, database: &str) -> Outcome<Session> {
        Session::of(self.program(psql(database)))
    }

    pub fn dump(&self, database: &str) -> Outcome<Dump> {
        let mut pg_dump = self.program(server::program("pg_dump"));
        let text = run(pg_dump.args(["--schema-only", "--no-privileges", database]))?;
        Ok(Dump::parse(&text))
    }

    /// A program that is run by the owner of the server's processes.
    pub fn as_owner(&self, program: &str) -> Command {
        let owner = |path: &str| std::fs::metadata(path).map(|file| file.uid()).ok();
        if owner(&self.host) == owner("/proc/self") {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", program]);
        command
    }

    /// Kills all of its processes at once.
    pub fn crash(&self) -> Outcome {
        run(script().args(["crash", &self.host])).map(|_| ())
    }

    /// Starts it after it has crashed.
    pub fn again(&self) -> Outcome {
        run(script().args(["again", &self.host])).map(|_| ())
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        if let Err(message) = run(script().args(["stop", &self.host])) {
            eprintln!("{message}");
        }
    }
}

fn script() -> Command {
    Command::new(server::directory().join("server.sh"))
}

/// Runs a program that must succeed; returns what it printed.
pub fn run(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|e| format!("{command:?}: {e}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("{command:?}: {}{}", text(&output.stdout), text(&output.stderr))),
    }
}
