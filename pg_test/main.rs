//! Acceptance tests: a private server, `psql` and `pg_dump`, and what a user would type.
//!
//! `cargo test --test acceptance` runs all, `cargo test --test acceptance -- corpus::domain` a part.
//! `SCHEMIG_TEST_KEEP=1` keeps the databases of the cases, `KEEP=1` the server.

mod attached;
mod batches;
mod bodies;
mod body_constants;
mod changes;
mod comments;
mod concurrency;
mod coverage;
mod corpus;
mod crowd;
mod counter_rules;
mod dump;
mod errors;
mod export;
mod faults;
mod field;
mod fingerprint;
mod follow;
mod foreign_tables;
mod grant_to;
mod growth;
mod hazards;
mod hostile;
mod invariants;
mod must;
mod not_carried;
mod online;
mod operations;
mod pipeline;
mod preflight;
mod private;
mod property;
mod provider;
mod psql;
mod real;
mod regression;
mod replication;
mod rewrite;
mod rows;
mod rule_changes;
mod rewrite_effects;
mod role_rules;
mod rules;
mod security_labels;
mod server;
mod several_sources;
mod states;
mod stopped;
mod tablespaces;
mod tally;
mod three_way;
mod timeouts;
mod transfer;
mod touched;
mod trash;
mod type_rules;
mod upgraded;
mod use_cases;
mod verify;
mod versions;
mod walk;
mod watch;
mod whole;

use libtest_mimic::{Arguments, Failed, Trial};

/// What a case returns: nothing, or a text that says what differs.
type Outcome<T = ()> = Result<T, String>;

/// The trials, in the order in which they are begun.
const ALL: &[fn() -> Vec<Trial>] = &[
    corpus::trials,
    changes::trials,
    real::trials,
    regression::trials,
    replication::trials,
    rewrite::trials,
    rules::trials,
    rule_changes::trials,
    role_rules::trials,
    batches::trials,
    online::trials,
    bodies::trials,
    body_constants::trials,
    errors::trials,
    export::trials,
    concurrency::trials,
    hostile::trials,
    crowd::trials,
    invariants::trials,
    attached::trials,
    comments::trials,
    not_carried::trials,
    operations::trials,
    pipeline::trials,
    preflight::trials,
    states::trials,
    stopped::trials,
    tablespaces::trials,
    three_way::trials,
    timeouts::trials,
    touched::trials,
    trash::trials,
    foreign_tables::trials,
    whole::trials,
    grant_to::trials,
    growth::trials,
    hazards::trials,
    type_rules::trials,
    counter_rules::trials,
    verify::trials,
    coverage::trials,
    security_labels::trials,
    several_sources::trials,
    use_cases::trials,
    faults::trials,
    field::trials,
    fingerprint::trials,
    property::trials,
    walk::trials,
    versions::trials,
    upgraded::trials,
    transfer::trials,
];

fn main() {
    let mut arguments = Arguments::from_args();
    if !arguments.list {
        server::ensure();
        provider::load().expect("providers of security labels");
        watch::start();
    }
    if arguments.test_threads.is_none() {
        arguments.test_threads = Some(4);
    }
    let trials = ALL.iter().flat_map(|of| of()).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    tally::print();
    conclusion.exit();
}

/// A case without parameters.
type Case = fn() -> Outcome;

/// A named case, run on its own databases.
fn trial(name: impl Into<String>, case: impl FnOnce() -> Outcome + Send + 'static) -> Trial {
    let name = name.into();
    Trial::test(name.clone(), move || watch::watched(&name, case).map_err(Failed::from))
}
