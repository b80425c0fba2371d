//! What goes wrong from outside, at random moments of a plan, an upgrade, batches and a downgrade: sessions and servers
//! that die, a disk or a lock table that is full, timeouts, a source that goes away.
//!
//! Afterwards the target must be as before or as after, a half of batches must go on or go back, the record must be
//! true, the session, where it lives, must be of use, and the source must have no connection left.
//! `SCHEMIG_FAULTS` says at how many moments of each, `SCHEMIG_FAULTS_SEED` which ones.

mod attempt;
mod inject;
mod stage;

use crate::{Outcome, tally, trial};
use attempt::{Tried, attempt};
use inject::Fault;
use libtest_mimic::Trial;
use stage::{Stage, is_leak};

pub fn trials() -> Vec<Trial> {
    let one = |fault: &'static Fault| trial(format!("faults::{}", fault.name), || series(fault));
    let leaks = trial("faults::leaks_are_told", leaks_are_told);
    inject::FAULTS.iter().map(one).chain([leaks]).collect()
}

/// What a server's log says of leaks, and what it says of a session that has ended in the middle of a query.
fn leaks_are_told() -> Outcome {
    let leaks = [
        "2026-01-01 00:00:00.000 UTC [1] WARNING:  relcache reference leak: relation \"t\" not closed",
        "2026-01-01 00:00:00.000 UTC [1] WARNING:  transaction left non-empty SPI stack",
        "2026-01-01 00:00:00.000 UTC [1] WARNING:  AbortTransaction while in ABORT state",
        "TRAP: FailedAssertion(\"a\", File: \"xact.c\", Line: 1, PID: 1)",
    ];
    let others = [
        "2026-01-01 00:00:00.000 UTC [1] FATAL:  terminating connection due to administrator command",
        "\t               'leakproof', nullif(p.proleakproof, false),",
        "2026-01-01 00:00:00.000 UTC [1] STATEMENT:  CREATE FUNCTION f() RETURNS integer LEAKPROOF",
    ];
    match (leaks.iter().find(|line| !is_leak(line)), others.iter().find(|line| is_leak(line))) {
        (None, None) => Ok(()),
        (missed, wrong) => Err(format!("missed {missed:?}, wrong {wrong:?}")),
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// One fault at some moments of each verb; says how many there were.
fn series(fault: &Fault) -> Outcome {
    let (moments, seed) = (number("SCHEMIG_FAULTS", 1), number("SCHEMIG_FAULTS_SEED", 1));
    let stage = match Stage::new(fault)? {
        Ok(stage) => stage,
        Err(reason) => {
            println!("faults::{}: ignored, {reason}", fault.name);
            return Ok(());
        }
    };
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut tried, mut hit, mut lost) = (0, 0, Vec::new());
    for verb in &stage.verbs {
        for _ in 0..moments {
            let moment = verb.took.mul_f64(random.f64() * fault.part);
            tried += 1;
            let way_back = random.bool();
            match attempt(&stage, fault, verb, (moment, way_back)) {
                Ok(Tried { met }) => hit += usize::from(met),
                Err(message) => lost.push(format!(
                    "SCHEMIG_FAULTS_SEED={seed}: {} after {moment:?} of {:?} of {}\n{message}",
                    fault.name, verb.took, verb.name
                )),
            }
        }
    }
    println!(
        "faults::{}: seed {seed}, {tried} tried, {hit} in time, {} survived, {} lost",
        fault.name,
        tried - lost.len(),
        lost.len()
    );
    tally::count("faults", tried);
    tally::count("faults in time", hit);
    tally::count("faults survived", tried - lost.len());
    tally::count("faults that something was lost in", lost.len());
    let leaks = stage.leaks()?;
    match lost.is_empty() && leaks.is_empty() {
        true => Ok(()),
        false => Err([lost, leaks].concat().join("\n\n")),
    }
}
