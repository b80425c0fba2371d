//! Faults: how each is made, and how it ends.

use super::stage::Stage;
use crate::Outcome;
use crate::private::{Private, run};
use crate::psql::Session;
use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::Duration;

pub struct Fault {
    pub name: &'static str,
    /// The verbs that can meet it.
    pub verbs: &'static [&'static str],
    /// The part of their time in which they can.
    pub part: f64,
    /// Lines of `postgresql.conf` of the target.
    pub settings: &'static str,
    pub needs_disk: bool,
    way: Way,
}

enum Way {
    /// A query over the victim's process id, `$pid`.
    Query(&'static str),
    /// A query in the source.
    InSource(&'static str),
    /// A setting of the session, which ends the call at the moment.
    Setting(&'static str),
    Kill,
    Crash,
    CrashOfSource,
    Client,
    /// Another session takes all room for locks.
    Locks,
    FillDisk,
    /// No file of the victim may grow.
    FileSize,
}

const fn fault(name: &'static str, way: Way) -> Fault {
    let verbs = &["plan", "upgrade", "batches", "downgrade"];
    Fault { name, verbs, part: 1.0, settings: "", needs_disk: false, way }
}

/// A plan reads the source in its first part; nothing else does.
const fn of_source(name: &'static str, way: Way) -> Fault {
    Fault { verbs: &["plan"], part: 0.5, ..fault(name, way) }
}

pub static FAULTS: [Fault; 12] = [
    fault("terminated", Way::Query("SELECT pg_terminate_backend($pid);")),
    fault("cancelled", Way::Query("SELECT pg_cancel_backend($pid);")),
    fault("statement_timeout", Way::Setting("statement_timeout")),
    fault("killed", Way::Kill),
    fault("server_crashed", Way::Crash),
    fault("client_gone", Way::Client),
    of_source(
        "source_terminated",
        Way::InSource(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 's';",
        ),
    ),
    of_source(
        "source_cancelled",
        Way::InSource("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = 's';"),
    ),
    of_source("source_crashed", Way::CrashOfSource),
    Fault {
        settings: "max_locks_per_transaction = 64\nmax_connections = 20",
        ..fault("out_of_locks", Way::Locks)
    },
    Fault { needs_disk: true, ..fault("disk_full", Way::FillDisk) },
    fault("file_size", Way::FileSize),
];

/// What goes on until the fault is over.
pub enum Trouble {
    None,
    Session { _holds: Session },
    Filler(String),
    Limit,
    Crashed,
    CrashedSource,
}

/// A session that is ready to make trouble.
pub struct Injector(Option<Session>);

impl Fault {
    /// What the victim says before its call.
    pub fn before(&self, moment: Duration) -> String {
        match self.way {
            Way::Setting(name) => format!("SET {name} = {};", moment.as_millis().max(1)),
            _ => String::new(),
        }
    }

    pub fn injector(&self, stage: &Stage) -> Outcome<Injector> {
        let mut session = match self.way {
            Way::Query(_) | Way::Locks => stage.target.session("postgres")?,
            Way::InSource(_) => stage.source.session("postgres")?,
            _ => return Ok(Injector(None)),
        };
        session.send("SET application_name = 'injector';")?;
        Ok(Injector(Some(session)))
    }

    /// Makes the fault.
    pub fn inject(
        &self,
        stage: &Stage,
        injector: Injector,
        (victim, pid): (&mut Session, &str),
    ) -> Outcome<Trouble> {
        let said = |query: &str| {
            let Injector(Some(mut session)) = injector else { return Err("no session".to_owned()) };
            session.send(query)?;
            Ok(session)
        };
        match self.way {
            Way::Query(query) => said(&query.replace("$pid", pid))?.finish().map(|_| Trouble::None),
            Way::InSource(query) => said(query)?.finish().map(|_| Trouble::None),
            Way::Setting(_) => Ok(Trouble::None),
            Way::Kill => run(Command::new("kill").args(["-KILL", pid])).map(|_| Trouble::None),
            Way::Crash => stage.target.crash().map(|()| Trouble::Crashed),
            Way::CrashOfSource => stage.source.crash().map(|()| Trouble::CrashedSource),
            Way::Client => victim.kill().map(|()| Trouble::None),
            // It fails when there is no more, and keeps what it has: locks of sessions outlast transactions.
            Way::Locks => {
                let mut holds = said("\\set ON_ERROR_STOP off")?;
                holds.send("SELECT pg_advisory_lock(i) FROM generate_series(1, 1000000) AS i;")?;
                Ok(Trouble::Session { _holds: holds })
            }
            Way::FillDisk => stage.small.as_ref().ok_or("no disk")?.fill().map(Trouble::Filler),
            Way::FileSize => limit(stage, pid, "65536").map(|()| Trouble::Limit),
        }
    }
}

impl Trouble {
    /// Ends it, so that the next call can succeed.
    pub fn end(self, stage: &Stage, pid: &str) -> Outcome {
        match self {
            Trouble::None | Trouble::Session { .. } => Ok(()),
            Trouble::Filler(path) => std::fs::remove_file(path).map_err(|e| e.to_string()),
            // The process may have ended.
            Trouble::Limit => {
                let _ = limit(stage, pid, "unlimited");
                Ok(())
            }
            Trouble::Crashed => stage.target.again(),
            Trouble::CrashedSource => stage.source.again(),
        }
    }
}

fn limit(stage: &Stage, pid: &str, size: &str) -> Outcome {
    let size = format!("--fsize={size}:unlimited");
    run(stage.target.as_owner("prlimit").args(["--pid", pid, &size])).map(|_| ())
}

/// A disk with little room for a tablespace.
pub struct Small(String);

impl Small {
    /// Errors inside: why there can be none.
    pub fn mount(server: &Private) -> Outcome<Result<Self, String>> {
        let path = format!("{}/small", server.host);
        std::fs::create_dir(&path).map_err(|error| error.to_string())?;
        let mount = ["-t", "tmpfs", "-o", "size=64m,mode=0777", "tmpfs", path.as_str()];
        if let Err(reason) = run(Command::new("mount").args(mount)) {
            return Ok(Err(format!("no file system can be mounted: {}", reason.trim())));
        }
        let small = Self(path);
        run(Command::new("chown").args(["--reference", &server.host, &small.0]))?;
        run(Command::new("chmod").args(["700", &small.0]))?;
        server.sql("postgres", &format!("CREATE TABLESPACE small LOCATION '{}'", small.0))?;
        Ok(Ok(small))
    }

    /// Takes all the room that is left; returns what takes it.
    fn fill(&self) -> Outcome<String> {
        let path = format!("{}/filler", self.0);
        let mut file = File::create(&path).map_err(|error| error.to_string())?;
        let mut size = 1 << 20;
        while size >= 4096 {
            if file.write_all(&vec![0; size]).is_err() {
                size /= 2;
            }
        }
        Ok(path)
    }
}
