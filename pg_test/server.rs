//! The private server that the cases run on: `server.sh` starts it and, by a trap, always stops it.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Set by `server.sh run`.
const MARK: &str = "SCHEMIG_TEST_SERVER";

/// Becomes `server.sh run <this program>` unless a private server is already there.
pub fn ensure() {
    if std::env::var_os(MARK).is_some() {
        return;
    }
    let program = std::env::current_exe().expect("path of the test program");
    let failure = Command::new(directory().join("server.sh"))
        .arg("run")
        .arg(program)
        .args(std::env::args_os().skip(1))
        .exec();
    panic!("cannot start pg_test/server.sh: {failure}");
}

/// `pg_test` of this checkout.
pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pg_test")
}

/// The server's own directory, with its socket.
pub fn host() -> String {
    std::env::var("PGHOST").expect("PGHOST, set by server.sh")
}

pub fn port() -> String {
    std::env::var("PGPORT").expect("PGPORT, set by server.sh")
}

/// A client program of the server's own version.
pub fn program(name: &str) -> Command {
    let bin = std::env::var("PG_BIN").expect("PG_BIN, set by server.sh");
    Command::new(Path::new(&bin).join(name))
}

/// Major version, as 15; while trials are only listed, that of the server that would be started.
pub fn version() -> u32 {
    static VERSION: OnceLock<u32> = OnceLock::new();
    *VERSION.get_or_init(|| {
        if std::env::var_os(MARK).is_none() {
            return std::env::var("PG").ok().and_then(|v| v.parse().ok()).unwrap_or(15);
        }
        let shown = crate::psql::in_database("postgres", "SHOW server_version_num")
            .expect("version of the server");
        shown.trim().parse::<u32>().expect("a version number") / 10_000
    })
}
