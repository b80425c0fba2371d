//! Tells which trials take long, and ends the run when the server that they share is gone: they would fail one by one, or
//! wait for it.

use crate::server;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(20);

/// From when on a trial takes long, and how often that is told.
const LONG: Duration = Duration::from_secs(600);

/// Looks in a row at which the server does not answer before it is gone: one that has crashed comes back.
const MISSES: u32 = 6;

static RUNNING: Mutex<BTreeMap<String, Instant>> = Mutex::new(BTreeMap::new());

/// Runs a trial that is watched.
pub fn watched<T>(name: &str, run: impl FnOnce() -> T) -> T {
    change(|all| all.insert(name.to_owned(), Instant::now()));
    let result = run();
    change(|all| all.remove(name));
    result
}

fn change<T>(with: impl FnOnce(&mut BTreeMap<String, Instant>) -> T) {
    if let Ok(mut running) = RUNNING.lock() {
        with(&mut running);
    }
}

/// Begins to look.
pub fn start() {
    std::thread::spawn(|| {
        let (mut misses, mut told) = (0, Instant::now());
        loop {
            std::thread::sleep(PAUSE);
            misses = if answers() { 0 } else { misses + 1 };
            if misses == MISSES {
                eprintln!("the server has not answered for {} s", (PAUSE * MISSES).as_secs());
                eprintln!("running: {}", running(Duration::ZERO));
                eprintln!("{}", end_of_log());
                std::process::exit(101);
            }
            let long = running(LONG);
            if !long.is_empty() && told.elapsed() >= LONG {
                eprintln!("still running: {long}");
                told = Instant::now();
            }
        }
    });
}

fn answers() -> bool {
    let asked = server::program("pg_isready").args(["-q", "-t", "10"]).status();
    asked.is_ok_and(|status| status.success())
}

/// Trials that have been running for so long, with minutes.
fn running(least: Duration) -> String {
    let Ok(all) = RUNNING.lock() else { return String::new() };
    let long = all.iter().map(|(name, begun)| (name, begun.elapsed()));
    let long = long.filter(|(_, time)| *time >= least);
    let long = long.map(|(name, time)| format!("{name} ({} min)", time.as_secs() / 60));
    long.collect::<Vec<_>>().join(", ")
}

fn end_of_log() -> String {
    let path = std::path::Path::new(&server::host()).join("log");
    let log = std::fs::read_to_string(&path).unwrap_or_else(|e| format!("{}: {e}", path.display()));
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
