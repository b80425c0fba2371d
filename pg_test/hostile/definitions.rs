//! Definitions that hold more than they should: each is an error, and nothing of it is run.

use super::replay::{Came, UPGRADE, record, tell_to};
use super::wire::{Asked, Message};
use super::{FIRED, everything};
use crate::follow::Pair;
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub fn trials() -> Vec<Trial> {
    let of = |name: &str, run: fn() -> Outcome| trial(format!("hostile::definitions::{name}"), run);
    vec![
        of("first", || refused(everything("definitions")?, all(), &UNSOUND)),
        of("later", || refused(followed()?, all(), &UNSOUND)),
        of("too_long", || refused(renamed()?, too_long(), &["42622"])),
    ]
}

/// States of errors that say that a text is not what it should be.
const UNSOUND: [&str; 2] = ["42601", "08P01"];

fn all() -> Vec<Lie> {
    [expressions(), types(), queries(), words(), bounds()].concat()
}

/// A name that the rules make longer than the server's may be.
fn too_long() -> Vec<Lie> {
    lies(&[("type", "integer"), ("base", "numeric(12,2)")], &[format!("shop.{}", "x".repeat(62))])
}

/// A target that follows the source, and has rows.
pub(super) fn followed() -> Outcome<Pair> {
    let pair = everything("definitions")?;
    pair.follow()?;
    pair.target.sql("INSERT INTO shop.customer (name, age) VALUES ('a', 5); INSERT INTO shop.item (customer) VALUES (1);")?;
    Ok(pair)
}

/// A target that has other names for all.
fn renamed() -> Outcome<Pair> {
    let pair = everything("definitions")?;
    let rules = r#"{"names": [{"match": "^(.*)$", "replace": "N $1"}]}"#;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', NULL::name, '{rules}')"))?;
    Ok(pair)
}

/// In definitions that have `is` at a place, something else stands there.
#[derive(Clone, Debug)]
pub(super) struct Lie {
    pub(super) at: &'static str,
    pub(super) is: &'static str,
    pub(super) says: String,
}

pub(super) fn lies(places: &[(&'static str, &'static str)], texts: &[String]) -> Vec<Lie> {
    let of = |(at, is): &(&'static str, &'static str)| {
        texts.iter().map(|says| Lie { at, is, says: says.clone() }).collect::<Vec<_>>()
    };
    places.iter().flat_map(of).collect()
}

/// Where expressions stand, each with one that is there.
pub(super) const EXPRESSIONS: [(&str, &str); 14] = [
    ("expression", "'x'::text"),
    ("expression", "(age > 0)"),
    ("generated/expression", "upper(name)"),
    ("default", "0"),
    ("check", "(VALUE >= (0)::numeric)"),
    ("predicate", "(customer > 0)"),
    ("predicate", "(age > 10)"),
    ("using", "(age > 3)"),
    ("elements/1/expression", "shop.twice(id)"),
    ("args/0/default", "2"),
    ("filter", "(what <> ''::text)"),
    ("action/when/definition", "*"),
    ("expressions/definition", "*"),
    ("bound", "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')"),
];

fn expressions() -> Vec<Lie> {
    let texts = [
        format!("0; SELECT {FIRED}; --"),
        format!("0); SELECT {FIRED}; --"),
        format!("0)); SELECT {FIRED}; --"),
        "0) NOT NULL, evil integer DEFAULT (0".to_string(),
        "true) OR (true".to_string(),
        "0 /* a comment */".to_string(),
        "0 -- a comment".to_string(),
        "0, 1".to_string(),
        String::new(),
    ];
    lies(&EXPRESSIONS, &texts)
}

fn types() -> Vec<Lie> {
    let places = [
        ("type", "integer"),
        ("type", "text"),
        ("base", "numeric(12,2)"),
        ("args/0/type", "integer"),
        ("returns", "integer"),
        ("left", "integer"),
        ("subtype", "integer"),
        ("target", "integer"),
        ("plain/state", "integer"),
    ];
    let texts = [
        format!("integer; SELECT {FIRED}; --"),
        format!("integer); SELECT {FIRED}; --"),
        format!("integer); COPY (SELECT {FIRED}) TO PROGRAM 'true'; --"),
        "integer, DROP COLUMN name".to_string(),
        "integer DEFAULT 5".to_string(),
        "integer COLLATE \"C\"".to_string(),
        "SETOF integer".to_string(),
        "integer -- a comment".to_string(),
        String::new(),
    ];
    lies(&places, &texts)
}

fn queries() -> Vec<Lie> {
    let places = [("query", "*"), ("body/definition", "*"), ("partitioned/key", "(at)")];
    let texts = [
        format!("SELECT 1; SELECT {FIRED}"),
        format!("SELECT 1; COPY (SELECT {FIRED}) TO PROGRAM 'true'"),
        format!("DO $$ BEGIN PERFORM {FIRED}; END $$"),
        "DROP SCHEMA canary CASCADE".to_string(),
        "SELECT 1 AS id, 'a' AS name INTO shop.evil".to_string(),
        "CREATE TABLE shop.evil ()".to_string(),
        "SELECT 1 /* a comment */".to_string(),
        "TRUNCATE shop.customer".to_string(),
        String::new(),
    ];
    lies(&places, &texts)
}

/// Bounds that would have to be worked out: the server does that when it looks at one.
fn bounds() -> Vec<Lie> {
    let place = EXPRESSIONS.iter().filter(|place| place.0 == "bound");
    let texts = [
        format!("FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'::date + {FIRED}::integer)"),
        format!("FOR VALUES FROM (('2019-01-01'::date + {FIRED}::integer)) TO ('2021-01-01')"),
        format!("FOR VALUES IN ({FIRED})"),
        "FOR VALUES IN ((SELECT 1))".to_string(),
    ];
    lies(&place.copied().collect::<Vec<_>>(), &texts)
}

/// What stands in statements as it is.
fn words() -> Vec<Lie> {
    let places = [
        ("storage", "EXTERNAL"),
        ("compression", "pglz"),
        ("replica_identity", "FULL"),
        ("partitioned/by", "RANGE"),
        ("command", "SELECT"),
        ("provider", "libc"),
        ("context", "ASSIGNMENT"),
        ("cost", "5"),
        ("rows", "7"),
        ("name/name", "###"),
        ("sort_operator/name", "<"),
        ("elements/0/operator/name", "="),
        ("granted/0", "SELECT"),
    ];
    let texts = [
        format!("x; SELECT {FIRED}; --"),
        "PLAIN, DROP COLUMN name".to_string(),
        "PLAIN, OWNER TO nobody".to_string(),
        "PLAIN -- a comment".to_string(),
        "\"a\"".to_string(),
        String::new(),
    ];
    let mut all = lies(&places, &texts);
    let options =
        [format!("x = 'y'); SELECT {FIRED}; --"), "x = 'y'); --".into(), "x = 'y' -- z".into()];
    all.extend(lies(&[("options", "stopwords = 'english'")], &options));
    all
}

/// The source tells each lie once: an error of one of some states, and the target is as it was.
fn refused(pair: Pair, lies: Vec<Lie>, states: &[&str]) -> Outcome {
    let came = tell_each(UPGRADE, &pair, &lies)?;
    let wrong: Vec<String> = lies
        .iter()
        .zip(&came)
        .filter_map(|(lie, (came, told))| judge(lie, came, *told, states))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// The source tells each lie, to a plan and these verbs; what came of each, and how often it was told.
pub(super) fn tell_each(verbs: &str, pair: &Pair, lies: &[Lie]) -> Outcome<Vec<(Came, usize)>> {
    let told: Arc<Vec<AtomicUsize>> = Arc::new(lies.iter().map(|_| AtomicUsize::new(0)).collect());
    let (all, counts) = (lies.to_vec(), Arc::clone(&told));
    let came = tell_to(verbs, pair, &record(pair)?, lies.len(), move |number| {
        let (lie, counts) = (all[number].clone(), Arc::clone(&counts));
        Box::new(move |_: &Asked, message: Message, to| {
            let changed = falsify(&message, &lie);
            counts[number].fetch_add(usize::from(changed.is_some()), Ordering::Relaxed);
            changed.unwrap_or(message).write(to)
        })
    })?;
    let counts = told.iter().map(|count| count.load(Ordering::Relaxed));
    Ok(came.into_iter().zip(counts).collect())
}

/// What is wrong with what came of a lie. Whatever the target's server raises while a step runs is too late.
fn judge(lie: &Lie, came: &Came, told: usize, states: &[&str]) -> Option<String> {
    let early = states.contains(&came.sqlstate.as_str());
    match told {
        0 => Some(format!("{lie:?} was not told")),
        _ if early => None,
        _ => Some(format!("{lie:?}: {came:?}")),
    }
}

/// The message with the lie in it, where it is about that.
fn falsify(message: &Message, lie: &Lie) -> Option<Message> {
    let values = message.values()?;
    let [Some(text)] = &values[..] else { return None };
    let mut fact: Value = serde_json::from_slice(text).ok()?;
    let place = fact.get_mut("def")?.pointer_mut(&format!("/{}", lie.at))?;
    if lie.is != "*" && place.as_str() != Some(lie.is) {
        return None;
    }
    *place = Value::from(lie.says.clone());
    // What the server's scanner cuts out of a definition is said as it would be then.
    if let Some(field) = lie.at.strip_suffix("/definition") {
        let body = fact["def"].get("language").is_some();
        *fact.get_mut("def")?.pointer_mut(&format!("/{field}"))? = match field {
            "expressions" => json!([lie.says]),
            "body" if body => json!({"sql": lie.says}),
            "body" => json!({"actions": [lie.says]}),
            _ => Value::from(lie.says.clone()),
        };
    }
    Some(Message::row(&[Some(fact.to_string().into_bytes())]))
}
