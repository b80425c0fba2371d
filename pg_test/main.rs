//! Acceptance tests: a private server, `psql` and `pg_dump`, and what a user would type.
//!
//! `cargo test --test acceptance` runs all, `cargo test --test acceptance -- corpus::domain` a part.
//! `SCHEMIG_TEST_KEEP=1` keeps the databases of the cases, `KEEP=1` the server.

mod attached;
mod batches;
mod bodies;
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
mod tablespaces;
mod tally;
mod three_way;
mod timeouts;
mod transfer;
mod trash;
mod type_rules;
mod upgraded;
mod use_cases;
mod verify;
mod versions;
mod walk;
mod whole;

use libtest_mimic::{Arguments, Failed, Trial};

/// What a case returns: nothing, or a text that says what differs.
type Outcome<T = ()> = Result<T, String>;

fn main() {
    let mut arguments = Arguments::from_args();
    if !arguments.list {
        server::ensure();
        provider::load().expect("providers of security labels");
    }
    if arguments.test_threads.is_none() {
        arguments.test_threads = Some(4);
    }
    let mut trials = Vec::new();
    trials.extend(corpus::trials());
    trials.extend(changes::trials());
    trials.extend(real::trials());
    trials.extend(regression::trials());
    trials.extend(replication::trials());
    trials.extend(rewrite::trials());
    trials.extend(rules::trials());
    trials.extend(rule_changes::trials());
    trials.extend(role_rules::trials());
    trials.extend(batches::trials());
    trials.extend(online::trials());
    trials.extend(bodies::trials());
    trials.extend(errors::trials());
    trials.extend(export::trials());
    trials.extend(concurrency::trials());
    trials.extend(hostile::trials());
    trials.extend(crowd::trials());
    trials.extend(invariants::trials());
    trials.extend(attached::trials());
    trials.extend(comments::trials());
    trials.extend(not_carried::trials());
    trials.extend(operations::trials());
    trials.extend(pipeline::trials());
    trials.extend(preflight::trials());
    trials.extend(states::trials());
    trials.extend(tablespaces::trials());
    trials.extend(three_way::trials());
    trials.extend(timeouts::trials());
    trials.extend(trash::trials());
    trials.extend(foreign_tables::trials());
    trials.extend(whole::trials());
    trials.extend(grant_to::trials());
    trials.extend(hazards::trials());
    trials.extend(type_rules::trials());
    trials.extend(counter_rules::trials());
    trials.extend(verify::trials());
    trials.extend(coverage::trials());
    trials.extend(security_labels::trials());
    trials.extend(several_sources::trials());
    trials.extend(use_cases::trials());
    trials.extend(faults::trials());
    trials.extend(field::trials());
    trials.extend(fingerprint::trials());
    trials.extend(property::trials());
    trials.extend(walk::trials());
    trials.extend(versions::trials());
    trials.extend(upgraded::trials());
    trials.extend(transfer::trials());
    let conclusion = libtest_mimic::run(&arguments, trials);
    tally::print();
    conclusion.exit();
}

/// A case without parameters.
type Case = fn() -> Outcome;

/// A named case, run on its own databases.
fn trial(name: impl Into<String>, case: impl FnOnce() -> Outcome + Send + 'static) -> Trial {
    Trial::test(name, move || case().map_err(Failed::from))
}
