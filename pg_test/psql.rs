//! Databases and what `psql` says about them.

use crate::Outcome;
use crate::server;
use std::io::Write;
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a script printed. `notices` is psql's standard error: NOTICE, WARNING and ERROR with SQLSTATE.
#[derive(Debug)]
pub struct Said {
    pub rows: String,
    pub notices: String,
    pub succeeded: bool,
}

/// A database of its own, dropped at the end of the case.
pub struct Database {
    pub name: String,
}

impl Database {
    /// An empty database.
    pub fn new(hint: &str) -> Outcome<Self> {
        Self::from_template(&unique(hint), "template0")
    }

    /// A database where the extension is installed.
    pub fn with_extension(hint: &str) -> Outcome<Self> {
        Self::from_template(&unique(hint), template()?)
    }

    /// A copy of another database, which nobody is connected to.
    pub fn copy_of(hint: &str, template: &str) -> Outcome<Self> {
        Self::from_template(&unique(hint), template)
    }

    fn from_template(name: &str, template: &str) -> Outcome<Self> {
        // Writing each page to the log, as it is done unless asked otherwise, takes many times longer.
        let strategy = if server::version() >= 15 { "STRATEGY file_copy" } else { "" };
        let create = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" {strategy}");
        in_database("postgres", &create)?;
        Ok(Self { name: name.to_owned() })
    }

    /// A target whose server `src_server` leads to `source`.
    pub fn target_of(source: &Database) -> Outcome<Self> {
        let target = Self::with_extension(&format!("{}_target", source.name))?;
        target.sql(&server_to(source, "src_server", "dblink_fdw"))?;
        Ok(target)
    }

    /// Runs a script; an error of SQL is an error here.
    pub fn sql(&self, script: &str) -> Outcome<String> {
        in_database(&self.name, script)
    }

    /// Runs a script and returns all that was said, whether it failed or not.
    pub fn said(&self, script: &str) -> Outcome<Said> {
        say(&mut self.psql(), script)
    }

    /// Runs a script that must fail with this SQLSTATE and with each of these texts in its message.
    pub fn fails(&self, script: &str, sqlstate: &str, texts: &[&str]) -> Outcome<String> {
        let said = self.said(script)?;
        failed_with(script, said, sqlstate, texts)
    }

    /// A session that stays open, to hold locks or to be killed.
    pub fn session(&self) -> Outcome<Session> {
        Session::of(self.psql())
    }

    fn psql(&self) -> Command {
        psql(&self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if std::env::var_os("SCHEMIG_TEST_KEEP").is_some() {
            return;
        }
        let script = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name);
        if let Err(message) = in_database("postgres", &script) {
            eprintln!("{message}");
        }
    }
}

/// `psql` that reads statements as they are sent.
pub struct Session {
    child: Option<Child>,
}

impl Session {
    /// A session of this client.
    pub fn of(mut client: Command) -> Outcome<Self> {
        let child = client
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("psql: {error}"))?;
        Ok(Session { child: Some(child) })
    }

    /// Sends statements without waiting for them.
    pub fn send(&mut self, script: &str) -> Outcome {
        let child = self.child.as_mut().ok_or("the session has ended")?;
        let input = child.stdin.as_mut().ok_or("the session has ended")?;
        writeln!(input, "{script}")
            .and_then(|()| input.flush())
            .map_err(|error| format!("psql: {error}"))
    }

    /// Ends the client, as if its machine were gone.
    pub fn kill(&mut self) -> Outcome {
        let kill = |child: &mut Child| child.kill().map_err(|error| format!("psql: {error}"));
        self.child.as_mut().map_or(Ok(()), kill)
    }

    /// Ends the input, waits, and returns what was said.
    pub fn finish(mut self) -> Outcome<Said> {
        let child = self.child.take().ok_or("the session has ended")?;
        let output = child.wait_with_output().map_err(|error| format!("psql: {error}"))?;
        Ok(said_by(output))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Runs a script in a database by name.
pub fn in_database(database: &str, script: &str) -> Outcome<String> {
    let said = say(&mut psql(database), script)?;
    if said.succeeded {
        Ok(said.rows)
    } else {
        Err(format!("in {database}:\n{}\n{}", excerpt(script), said.notices))
    }
}

/// The same on another server of this machine.
pub fn at_port(port: &str, database: &str, script: &str) -> Outcome<String> {
    let mut client = psql(database);
    client.env("PGHOST", "127.0.0.1").env("PGPORT", port);
    let said = say(&mut client, script)?;
    match said.succeeded {
        true => Ok(said.rows),
        false => Err(format!("in {database} at {port}:\n{}\n{}", excerpt(script), said.notices)),
    }
}

/// SQL that makes `name` a foreign server for `source`, with a mapping of the current user.
pub fn server_to(source: &Database, name: &str, wrapper: &str) -> String {
    format!(
        "CREATE SERVER {name} FOREIGN DATA WRAPPER {wrapper}
           OPTIONS (host '127.0.0.1', port '{}', dbname '{}');
         CREATE USER MAPPING FOR CURRENT_USER SERVER {name} OPTIONS (user 'postgres');",
        server::port(),
        source.name
    )
}

/// Checks that a script failed as it should; returns the message.
pub fn failed_with(script: &str, said: Said, sqlstate: &str, texts: &[&str]) -> Outcome<String> {
    if said.succeeded {
        return Err(format!(
            "{}\nshould fail with {sqlstate}, but printed\n{}{}",
            excerpt(script),
            said.rows,
            said.notices
        ));
    }
    let mut missing: Vec<String> = Vec::new();
    if !said.notices.contains(&format!(" {sqlstate}: ")) {
        missing.push(format!("SQLSTATE {sqlstate}"));
    }
    missing.extend(
        texts
            .iter()
            .filter(|text| !said.notices.contains(**text))
            .map(|text| format!("the text {text:?}")),
    );
    if missing.is_empty() {
        return Ok(said.notices);
    }
    Err(format!(
        "{}\nfailed, but without {}:\n{}",
        excerpt(script),
        missing.join(" and "),
        said.notices
    ))
}

/// A name that no other case has; source and case can be told from it.
pub fn unique(hint: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let hint: String = hint.chars().take(40).collect();
    format!("{hint}_{number}")
}

/// Made once: copying a database is faster than creating the extension for each case.
fn template() -> Outcome<&'static str> {
    static MADE: OnceLock<Outcome> = OnceLock::new();
    const NAME: &str = "schemig_template";
    let made = MADE.get_or_init(|| {
        in_database("postgres", &format!("CREATE DATABASE {NAME} TEMPLATE template0"))?;
        in_database(NAME, "CREATE EXTENSION schemig CASCADE")?;
        Ok(())
    });
    made.clone().map(|()| NAME)
}

/// `psql` that reads a script from its input and stops at the first error.
pub fn psql(database: &str) -> Command {
    let mut command = server::program("psql");
    command
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"])
        .args(["-v", "VERBOSITY=verbose", "-d", database, "-f", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a client says to a script.
pub fn say(command: &mut Command, script: &str) -> Outcome<Said> {
    let mut child =
        command.stdin(Stdio::piped()).spawn().map_err(|error| format!("psql: {error}"))?;
    let mut input = child.stdin.take().ok_or("psql has no input")?;
    let script = script.to_owned();
    // On its own thread: psql may print more than a pipe holds before it has read all.
    let writer = std::thread::spawn(move || {
        let _ = input.write_all(script.as_bytes());
    });
    let output = child.wait_with_output().map_err(|error| format!("psql: {error}"))?;
    let _ = writer.join();
    Ok(said_by(output))
}

fn said_by(output: Output) -> Said {
    Said {
        rows: String::from_utf8_lossy(&output.stdout).into_owned(),
        notices: String::from_utf8_lossy(&output.stderr).into_owned(),
        succeeded: output.status.success(),
    }
}

/// The first lines of a script, for a message.
pub fn excerpt(script: &str) -> String {
    let mut lines: Vec<&str> = script.lines().take(12).collect();
    if script.lines().count() > lines.len() {
        lines.push("...");
    }
    lines.join("\n")
}
