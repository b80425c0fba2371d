//! Answers of a source that chance has had its way with. Each ends in a plan that can be carried out or in an error that
//! is no fault of schemig's; nothing that the source says is run, and the session goes on.
//!
//! `SCHEMIG_FUZZ_SECONDS` is how long, `SCHEMIG_FUZZ_SEED` where it begins, `SCHEMIG_FUZZ_ONLY` the one number of a seed.

use super::replay::{Answers, record, tell};
use super::wire::{Asked, Message};
use super::{FIRED, everything};
use crate::{Outcome, tally, trial};
use fastrand::Rng;
use libtest_mimic::Trial;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

pub fn trials() -> Vec<Trial> {
    vec![
        trial("hostile::fuzz::first", || fuzz(false, "{\"grants\": \"keep\"}")),
        trial("hostile::fuzz::rewritten", || fuzz(false, REWRITTEN)),
        trial("hostile::fuzz::later", || fuzz(true, "{\"grants\": \"keep\"}")),
    ]
}

/// Under which all names change, and with them all texts.
const REWRITTEN: &str =
    r#"{"names": [{"match": "^(.*)$", "replace": "N $1"}], "schema": "dw {schema}"}"#;

/// How many are told to one session.
const ROUND: usize = 60;

/// How many come to enough different ends, be the time over before them.
const MANY: u64 = 5 * ROUND as u64;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn fuzz(later: bool, rules: &str) -> Outcome {
    let pair = everything("fuzz")?;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', NULL::name, '{rules}')"))?;
    if later {
        pair.follow()?;
        pair.target.sql("INSERT INTO shop.customer (name, age) VALUES ('a', 5); INSERT INTO shop.item (customer) VALUES (1);")?;
    }
    let answers = record(&pair)?;
    let (seed, only) = (number("SCHEMIG_FUZZ_SEED", 1), number("SCHEMIG_FUZZ_ONLY", u64::MAX));
    let end = Instant::now() + Duration::from_secs(number("SCHEMIG_FUZZ_SECONDS", 10));
    let mut next = if only == u64::MAX { 0 } else { only };
    let mut came_of: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let count = if only == u64::MAX { ROUND } else { 1 };
        let (first, of) = (next, answers.clone());
        let told = tell(&pair, &answers, count, move |number| {
            let mut lie = Change::new(seed, first + number as u64, &of);
            Box::new(move |_: &Asked, message: Message, to| {
                lie.of(message).iter().try_for_each(|message| message.write(to))
            })
        });
        let place = format!("SCHEMIG_FUZZ_SEED={seed}, numbers from {first} on");
        for (number, came) in told.map_err(|error| format!("{place}: {error}"))?.iter().enumerate()
        {
            // What the server says of its own accord has another code, or is about the target's catalog.
            if came.sqlstate == "XX000" {
                return Err(format!(
                    "{place}, SCHEMIG_FUZZ_ONLY={}: {came:?}",
                    first + number as u64
                ));
            }
            let end = if came.sqlstate == "HY000" { "believed" } else { "refused" };
            tally::count(end, 1);
            *came_of.entry(came.sqlstate.clone()).or_default() += 1;
        }
        next += count as u64;
        tally::count("readings of answers changed at random", count);
        let enough = is_varied(&came_of) || next >= MANY;
        if only != u64::MAX || (enough && Instant::now() > end) {
            break;
        }
    }
    if std::env::var_os("SCHEMIG_FUZZ_SECONDS").is_some() {
        println!("{next} readings under {rules}, later {later}: {came_of:?}");
    }
    match only != u64::MAX || is_varied(&came_of) {
        true => Ok(()),
        false => Err(format!("all came to {came_of:?}")),
    }
}

/// Some are believed and most are not: else it is no test.
fn is_varied(came_of: &BTreeMap<String, usize>) -> bool {
    came_of.len() > 3 && came_of.contains_key("HY000")
}

/// What is changed of one reading: one row, or two, of all.
struct Change {
    rng: Rng,
    /// Counted down at each row; what is at 0 is changed.
    after: Vec<usize>,
    /// Strings of the source, one of which may stand in the place of another.
    pool: Vec<String>,
}

impl Change {
    fn new(seed: u64, number: u64, answers: &Answers) -> Self {
        let mut rng = Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number);
        let rows: Vec<&Message> = answers.values().flatten().filter(|m| m.tag == b'D').collect();
        // Facts say more than dependencies, and there are fewer.
        let pick = |rng: &mut Rng| {
            let places = [0; 4].map(|_| rng.usize(0..rows.len()));
            places.into_iter().find(|at| facts(rows[*at]).is_some()).unwrap_or(places[0])
        };
        let after = (0..[1, 1, 1, 2][rng.usize(0..4)]).map(|_| pick(&mut rng)).collect();
        let mut pool = Vec::new();
        for _ in 0..10 {
            let mut fact = facts(rows[rng.usize(0..rows.len())]).unwrap_or_default();
            leaves(&mut fact, &mut |leaf| pool.extend(leaf.as_str().map(str::to_owned)));
        }
        pool.sort();
        Self { rng, after, pool }
    }

    fn of(&mut self, message: Message) -> Vec<Message> {
        if message.tag != b'D' {
            return vec![message];
        }
        let mut out = vec![message];
        for at in 0..self.after.len() {
            let Some(left) = self.after[at].checked_sub(1) else {
                self.after[at] = usize::MAX;
                out = self.changed(out);
                continue;
            };
            self.after[at] = left;
        }
        out
    }

    fn changed(&mut self, mut rows: Vec<Message>) -> Vec<Message> {
        let Some(row) = rows.pop() else { return rows };
        let fact = facts(&row);
        match (fact, self.rng.usize(0..20)) {
            (_, 0) => rows,
            (_, 1) => [rows, vec![row.clone(), row]].concat(),
            (Some(_) | None, 2) => [rows, vec![self.bytes(row)]].concat(),
            (Some(mut fact), _) => {
                self.fact(&mut fact);
                [rows, vec![Message::row(&[Some(fact.to_string().into_bytes())])]].concat()
            }
            (None, _) => [rows, vec![self.plain(row)]].concat(),
        }
    }

    /// Another byte, or one less.
    fn bytes(&mut self, row: Message) -> Message {
        let mut values = row.values().unwrap_or_default();
        for value in values.iter_mut().flatten().filter(|value| !value.is_empty()) {
            let at = self.rng.usize(0..value.len());
            match self.rng.bool() {
                true => value[at] = self.rng.u8(..),
                false => value.truncate(at),
            }
        }
        Message::row(&values)
    }

    /// Another number or word in an answer that is no fact.
    fn plain(&mut self, row: Message) -> Message {
        let mut values = row.values().unwrap_or_default();
        for value in values.iter_mut().flatten() {
            let text = String::from_utf8_lossy(value).into_owned();
            let mut parts: Vec<String> = text.split(',').map(str::to_owned).collect();
            let at = self.rng.usize(0..parts.len());
            parts[at] = self.text(&parts[at].clone());
            *value = parts.join(",").into_bytes();
        }
        Message::row(&values)
    }

    fn fact(&mut self, fact: &mut Value) {
        let mut count = 0;
        leaves(fact, &mut |_| count += 1);
        let mut at = self.rng.usize(0..count.max(1));
        // Texts are what matters most.
        for _ in 0..3 {
            let (mut number, mut text) = (0, false);
            leaves(fact, &mut |leaf| {
                text |= number == at && leaf.is_string();
                number += 1;
            });
            if !text {
                at = self.rng.usize(0..count.max(1));
            }
        }
        let mut number = 0;
        let mut this = self;
        leaves(fact, &mut |leaf| {
            if number == at {
                *leaf = this.value(leaf);
            }
            number += 1;
        });
        if this.rng.usize(0..8) == 0 {
            remove(fact, &mut this.rng);
        }
    }

    fn value(self: &mut &mut Self, old: &Value) -> Value {
        match old {
            Value::String(text) if self.rng.usize(0..12) > 0 => Value::from(self.text(text)),
            Value::Number(_) if self.rng.bool() => {
                let numbers = [0, 1, -1, 1259, 16_384, i64::from(i32::MAX), i64::MAX, i64::MIN];
                json!(numbers[self.rng.usize(0..numbers.len())])
            }
            Value::Bool(flag) if self.rng.bool() => json!(!flag),
            _ => match self.rng.usize(0..5) {
                0 => Value::Null,
                1 => json!([old]),
                2 => json!({"a": old}),
                3 => json!(""),
                _ => json!(self.rng.i64(..)),
            },
        }
    }

    /// Words left out, doubled, changed for others; or something else altogether.
    fn text(&mut self, old: &str) -> String {
        let payloads = [
            format!("; SELECT {FIRED}; --"),
            format!("); SELECT {FIRED}; --"),
            format!("' || {FIRED} || '"),
            format!("\"; SELECT {FIRED}; --"),
            format!("$$; SELECT {FIRED}; --"),
            format!("\\'; SELECT {FIRED}; --"),
            ", DROP COLUMN name".to_string(),
            "\0".to_string(),
            "(".repeat(5000),
            "schemig".to_string(),
            "pg_temp".to_string(),
            "x".repeat(64),
            "\u{202e}\n".to_string(),
        ];
        let mut words: Vec<String> = old
            .split_inclusive(|c: char| !c.is_alphanumeric() && c != '_')
            .map(str::to_owned)
            .collect();
        let at = self.rng.usize(0..words.len().max(1));
        let payload = payloads[self.rng.usize(0..payloads.len())].clone();
        let other = match self.pool.is_empty() {
            true => String::new(),
            false => self.pool[self.rng.usize(0..self.pool.len())].clone(),
        };
        match self.rng.usize(0..8) {
            0 if at < words.len() => drop(words.remove(at)),
            1 if at < words.len() => words.insert(at, words[at].clone()),
            2 => words.insert(at.min(words.len()), payload),
            3 => words.push(payload),
            4 => return payload,
            5 => return other,
            6 => words.insert(at.min(words.len()), other),
            _ => {
                let with = self.rng.usize(0..words.len().max(1));
                if at < words.len() && with < words.len() {
                    words.swap(at, with);
                }
            }
        }
        words.concat()
    }
}

/// The fact that a row is.
fn facts(message: &Message) -> Option<Value> {
    let values = message.values()?;
    let [Some(text)] = &values[..] else { return None };
    serde_json::from_slice(text).ok().filter(|fact: &Value| fact.get("def").is_some())
}

fn leaves(value: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| leaves(value, visit)),
        Value::Object(map) => map.values_mut().for_each(|value| leaves(value, visit)),
        leaf => visit(leaf),
    }
}

/// Something is left out.
fn remove(value: &mut Value, rng: &mut Rng) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(rng.usize(0..map.len())).cloned().unwrap_or_default();
            match map.get_mut(&key) {
                Some(inner @ (Value::Object(_) | Value::Array(_))) if rng.bool() => {
                    remove(inner, rng)
                }
                _ => drop(map.remove(&key)),
            }
        }
        Value::Array(list) if !list.is_empty() => drop(list.remove(rng.usize(0..list.len()))),
        _ => {}
    }
}
