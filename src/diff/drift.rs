//! How the target differs from the record.

use super::{Along, ByName, Changes, Judge, Left, equal};
use crate::error::Result;
use crate::fact::Facts;
use hashbrown::HashSet;
use serde_json::{Map, Value};

/// What has happened to an object since it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Changed,
    Missing,
    /// Belongs to a recorded object, and is not on record itself.
    Added,
}

impl State {
    /// As `schemig.drift` shows it.
    pub fn word(self) -> &'static str {
        match self {
            State::Changed => "changed",
            State::Missing => "missing",
            State::Added => "added",
        }
    }
}

/// One row of `schemig.drift`.
#[derive(Debug)]
pub struct Drift {
    pub kind: &'static str,
    pub object: String,
    pub state: State,
    /// What differs, as a JSON object: on record and in the target.
    pub recorded: Option<String>,
    pub actual: Option<String>,
    /// What it belongs to differs in the same way: people need not be told.
    pub implied: bool,
}

/// Compares the target with the record; `others` are labels of what other sources have recorded.
pub fn drift<'a>(
    recorded: impl Iterator<Item = &'a Left>,
    actual: &Facts,
    others: &HashSet<String>,
    judge: &dyn Judge,
) -> Result<Vec<Drift>> {
    let names = ByName::new(actual);
    let recorded: Vec<&Left> = recorded.collect();
    let is_gone = |it: &&Left| names.find(it.def.entry().kind, &it.name).is_none();
    let missing = Along::new(recorded.iter().copied().filter(is_gone));
    let mut found = HashSet::new();
    let mut list = Vec::new();
    for it in recorded {
        let (kind, object) = (it.def.entry().kind, it.name.clone());
        match names.find(kind, &it.name) {
            None => list.push(Drift {
                kind,
                object,
                state: State::Missing,
                recorded: Some(it.def.json()?),
                actual: None,
                implied: missing.implies(it),
            }),
            Some(there) => {
                found.insert(there);
                let def = actual.all[there].def.as_ref();
                // What is shared is used as it is.
                if !it.def.entry().shared && !equal(it.def.as_ref(), def, judge)? {
                    let (recorded, actual) = differences(&it.def.json()?, &def.json()?);
                    let (recorded, actual) = (Some(recorded), Some(actual));
                    let state = State::Changed;
                    list.push(Drift { kind, object, state, recorded, actual, implied: false });
                }
            }
        }
    }
    list.extend(added(actual, &found, others)?);
    Ok(list)
}

/// What of it changes leave as it is: neither taken over, nor altered, nor dropped.
pub fn left(drift: Vec<Drift>, changes: &Changes, actual: &Facts) -> Vec<Drift> {
    let gone: HashSet<usize> = changes.drop.iter().copied().collect();
    let adopted = changes.adopt.iter().map(|(_, there)| *there);
    let touched: HashSet<usize> = adopted.chain(changes.alter.iter().map(|it| it.actual)).collect();
    let names = ByName::new(actual);
    let stays = |it: &Drift| {
        let there = names.find(it.kind, &it.object);
        there.is_none_or(|it| !touched.contains(&it) && !actual.falls_with_any(it, &gone))
    };
    drift.into_iter().filter(stays).collect()
}

fn added(actual: &Facts, found: &HashSet<usize>, others: &HashSet<String>) -> Result<Vec<Drift>> {
    let belongs = |i: usize| {
        actual.parent(i).is_some_and(|p| found.contains(&p) && !actual.all[p].entry().shared)
    };
    let mut list = Vec::new();
    let own = |i: &usize| actual.all[*i].entry().bestowed;
    for i in (0..actual.all.len()).filter(|i| !found.contains(i) && belongs(*i) && !own(i)) {
        if !others.contains(&actual.label(i)) {
            list.push(Drift {
                kind: actual.all[i].kind(),
                object: actual.name(i),
                state: State::Added,
                recorded: None,
                actual: Some(actual.all[i].def.json()?),
                implied: false,
            });
        }
    }
    Ok(list)
}

/// Two JSON objects without what is the same in both.
fn differences(one: &str, other: &str) -> (String, String) {
    let parse = |json: &str| serde_json::from_str::<Map<String, Value>>(json).unwrap_or_default();
    let (mut one, mut other) = (parse(one), parse(other));
    let same: Vec<String> =
        one.iter().filter(|(k, v)| other.get(*k) == Some(v)).map(|(k, _)| k.clone()).collect();
    for key in same {
        one.remove(&key);
        other.remove(&key);
    }
    (Value::Object(one).to_string(), Value::Object(other).to_string())
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn only_what_differs_is_left() {
        let (one, other) = differences(r#"{"a":1,"b":2}"#, r#"{"a":1,"c":3}"#);
        assert_eq!((one.as_str(), other.as_str()), (r#"{"b":2}"#, r#"{"c":3}"#));
    }
}
