//! Answers of other shapes than were asked for: each is an error that says so.

use super::everything;
use super::replay::{Came, record, tell};
use super::wire::{Asked, Message};
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub fn trials() -> Vec<Trial> {
    vec![
        trial("hostile::shapes::facts", || told(&FACTS)),
        trial("hostile::shapes::circles", || told(&CIRCLES)),
        trial("hostile::shapes::places", || told(&PLACES)),
    ]
}

/// What becomes of a fact, with the SQLSTATEs that may come of it.
type Fib = (&'static str, fn(&mut Value) -> bool, &'static [&'static str]);

const UNREADABLE: &[&str] = &["08P01"];

/// Whether the fact is the one of that name, where its definition has it.
fn is(fact: &Value, place: &str, name: &str) -> bool {
    fact.pointer(&format!("/{place}")).and_then(Value::as_str) == Some(name)
}

fn is_customer(fact: &Value) -> bool {
    is(fact, "def/name/name", "customer")
}

fn set(fact: &mut Value, key: &str, value: Value) -> bool {
    fact[key] = value;
    true
}

const FACTS: [Fib; 14] = [
    (
        "null",
        |f| {
            is_customer(f) && {
                *f = Value::Null;
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a number",
        |f| {
            is_customer(f) && {
                *f = json!(5);
                true
            }
        },
        UNREADABLE,
    ),
    (
        "nothing",
        |f| {
            is_customer(f) && {
                *f = json!({});
                true
            }
        },
        UNREADABLE,
    ),
    ("no definition", |f| is_customer(f) && set(f, "def", Value::Null), UNREADABLE),
    ("no address", |f| is_customer(f) && set(f, "at", Value::Null), UNREADABLE),
    (
        "an address beyond",
        |f| is_customer(f) && set(f, "at", json!([1259, 99_999_999_999_u64, 0])),
        UNREADABLE,
    ),
    ("a negative address", |f| is_customer(f) && set(f, "at", json!([-1, -1, 0])), UNREADABLE),
    ("notes that are none", |f| is_customer(f) && set(f, "notes", json!({"a": 1})), UNREADABLE),
    (
        "a name that is none",
        |f| {
            is_customer(f) && {
                f["def"]["name"] = json!([1]);
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a zero byte",
        |f| {
            is_customer(f) && {
                f["def"]["name"]["name"] = json!("a\0b");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a name without end",
        |f| {
            is_customer(f) && {
                f["def"]["name"]["name"] = json!("n".repeat(100_000));
                true
            }
        },
        &["42622", "08P01"],
    ),
    (
        "an empty name",
        |f| {
            is_customer(f) && {
                f["def"]["name"]["name"] = json!("");
                true
            }
        },
        &["42602", "42601", "08P01"],
    ),
    (
        "a new state",
        |f| {
            is(f, "def/name", "touch") && {
                f["def"]["enabled"] = json!("X");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "nothing but brackets",
        |f| {
            is_customer(f) && {
                f["def"]["options"] = deep(400);
                true
            }
        },
        UNREADABLE,
    ),
];

fn deep(depth: usize) -> Value {
    (0..depth).fold(Value::Null, |inner, _| json!([inner]))
}

const CIRCLES: [Fib; 8] = [
    (
        "its own parent",
        |f| {
            is_customer(f) && {
                f["parent"] = f["at"].clone();
                true
            }
        },
        &["HY000", "08P01", "42P01", "3F000"],
    ),
    (
        "a child of its column",
        |f| {
            is_customer(f) && {
                f["parent"] = json!([1259, f["at"][1], 1]);
                true
            }
        },
        UNREADABLE,
    ),
    (
        "after its column",
        |f| {
            is_customer(f) && {
                f["after"] = json!([[1259, f["at"][1], 1]]);
                true
            }
        },
        &["42P17", "HY000"],
    ),
    (
        "falls with its column",
        |f| {
            is_customer(f) && {
                f["falls"] = json!([1259, f["at"][1], 1]);
                true
            }
        },
        UNREADABLE,
    ),
    (
        "one address for all",
        |f| f["def"].get("relation").is_some() && set(f, "at", json!([1259, 1, 0])),
        UNREADABLE,
    ),
    (
        "a domain over itself",
        |f| {
            is(f, "def/base", "numeric(12,2)") && {
                f["def"]["base"] = json!("shop.money");
                true
            }
        },
        &["42704", "42P17", "42P16", "08P01"],
    ),
    (
        "a child of its child",
        |f| {
            is(f, "def/parent/name", "customer") && {
                f["def"]["relation"]["name"] = json!("customer");
                f["def"]["parent"]["name"] = json!("special");
                true
            }
        },
        &["42P07", "08P01", "42601", "42701", "42P01", "0A000", "42P16", "55000", "42710"],
    ),
    (
        "a partition of itself",
        |f| {
            is(f, "def/parent/name", "event") && {
                f["def"]["parent"]["name"] = json!("event_1");
                true
            }
        },
        &["42P17", "42809", "08P01", "42P07", "42P16", "55000"],
    ),
];

/// Objects of schemas that nobody asked for.
const PLACES: [Fib; 9] = [
    (
        "a table of the server's",
        |f| {
            is_customer(f) && {
                f["def"]["name"]["schema"] = json!("pg_catalog");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a table of another's",
        |f| {
            is_customer(f) && {
                f["def"]["name"]["schema"] = json!("canary");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a function of schemig's",
        |f| {
            is(f, "def/name/name", "twice") && {
                f["def"]["name"]["schema"] = json!("schemig");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a temporary function",
        |f| {
            is(f, "def/name/name", "twice") && {
                f["def"]["name"]["schema"] = json!("pg_temp");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a trigger on another's",
        |f| {
            is(f, "def/name", "touch") && {
                f["def"]["relation"] = json!({"schema": "schemig", "name": "step"});
                true
            }
        },
        UNREADABLE,
    ),
    (
        "a policy on another's",
        |f| {
            is(f, "def/using", "(age > 3)") && {
                f["def"]["relation"]["schema"] = json!("canary");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "an index on another's",
        |f| {
            is(f, "def/index/name", "item_state") && {
                f["def"]["relation"]["schema"] = json!("canary");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "another's schema",
        |f| {
            is(f, "def/name", "shop") && {
                f["def"]["name"] = json!("canary");
                true
            }
        },
        UNREADABLE,
    ),
    (
        "another's operator",
        |f| {
            is(f, "def/name/name", "###") && {
                f["def"]["name"]["schema"] = json!("pg_catalog");
                true
            }
        },
        UNREADABLE,
    ),
];

fn told(fibs: &'static [Fib]) -> Outcome {
    let pair = everything("shapes")?;
    let told: Arc<Vec<AtomicUsize>> = Arc::new(fibs.iter().map(|_| AtomicUsize::new(0)).collect());
    let counts = Arc::clone(&told);
    let came = tell(&pair, &record(&pair)?, fibs.len(), move |number| {
        let counts = Arc::clone(&counts);
        Box::new(move |_: &Asked, message: Message, to| {
            let changed =
                fact(&message).and_then(|mut fact| fibs[number].1(&mut fact).then_some(fact));
            counts[number].fetch_add(usize::from(changed.is_some()), Ordering::Relaxed);
            let row = |fact: Value| Message::row(&[Some(fact.to_string().into_bytes())]);
            changed.map_or(message, row).write(to)
        })
    })?;
    let judge = |(((name, _, expected), came), told): ((&Fib, &Came), &AtomicUsize)| {
        let told = told.load(Ordering::Relaxed) > 0;
        let fits = told && expected.contains(&came.sqlstate.as_str());
        (!fits).then(|| format!("{name}: told {told}, {came:?}"))
    };
    let wrong: Vec<String> = fibs.iter().zip(&came).zip(told.iter()).filter_map(judge).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// The fact that a row of the source is.
fn fact(message: &Message) -> Option<Value> {
    let values = message.values()?;
    let [Some(text)] = &values[..] else { return None };
    serde_json::from_slice(text).ok().filter(|fact: &Value| fact.get("def").is_some())
}
