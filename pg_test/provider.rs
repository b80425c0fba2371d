//! The providers of security labels of `label.c`: the library is compiled for the servers of the tests, and each session
//! of theirs loads it.

use crate::{Outcome, psql, server, versions};
use std::path::Path;
use std::process::Command;

/// Compiles the library, once for each server, and tells these of it.
pub fn load() -> Outcome {
    let port = server::port();
    let bin = std::env::var("PG_BIN").map_err(|error| format!("PG_BIN: {error}"))?;
    load_into(&port, &server::host(), &bin)?;
    match versions::source() {
        Some([port, host, bin]) => load_into(&port, &host, &bin),
        None => Ok(()),
    }
}

fn load_into(port: &str, directory: &str, bin: &str) -> Outcome {
    let library = format!("{directory}/label.so");
    let run = |command: &mut Command| {
        let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
            false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr))),
        }
    };
    let headers = run(Command::new(Path::new(bin).join("pg_config")).arg("--includedir-server"))?;
    // What is unpacked into a folder may not know that.
    let root = Path::new(bin).ancestors().nth("usr/lib/postgresql/15/bin".split('/').count());
    let unpacked = root.map(|root| root.join(headers.trim_start_matches('/')));
    let headers = unpacked.filter(|it| it.is_dir()).map_or(headers, |it| it.display().to_string());
    let source = server::directory().join("label.c");
    run(Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o", &library, &format!("-I{headers}")])
        .arg(source))?;
    psql::at_port(
        port,
        "postgres",
        &format!(
            "ALTER SYSTEM SET session_preload_libraries = '{library}'; SELECT pg_reload_conf();"
        ),
    )?;
    // The server tells its sessions in its own time.
    for _ in 0..100 {
        let loaded = psql::at_port(port, "postgres", "SHOW session_preload_libraries")?;
        if loaded.contains(&library) {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Err(format!("no session of {directory} loads {library}"))
}
