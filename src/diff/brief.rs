//! What differs between two definitions, in few words.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What is longer is named without its text.
const SHORT: usize = 40;

/// What has become of one definition in another, both as JSON: `type integer to bigint, not null`.
pub fn brief(old: &str, new: &str) -> String {
    let object = |json: &str| serde_json::from_str::<Map<String, Value>>(json).ok();
    let (Some(old), Some(new)) = (object(old), object(new)) else { return String::new() };
    let mut found = Vec::new();
    compare(&old, &new, &mut found);
    found.join(", ")
}

fn compare(old: &Map<String, Value>, new: &Map<String, Value>, found: &mut Vec<String>) {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differs = |key: &&String| known(old, key) != known(new, key) && !goes_along(key, old, new);
    for key in keys.into_iter().filter(differs) {
        let word = key.replace('_', " ");
        match (old.get(key), new.get(key)) {
            (Some(Value::Bool(true)), None | Some(Value::Bool(false))) => {
                found.push(format!("no longer {word}"));
            }
            (Some(_), None | Some(Value::Null)) => found.push(format!("without {word}")),
            (None | Some(Value::Null | Value::Bool(false)), Some(Value::Bool(true))) => {
                found.push(word)
            }
            (Some(Value::Object(old)), Some(Value::Object(new))) if name(new).is_none() => {
                let inner = found.len();
                compare(old, new, found);
                // A wrapped text that is not shown has the wrapper's name.
                if old.len() == 1
                    && new.len() == 1
                    && found[inner..].iter().all(|f| !f.contains(' '))
                {
                    found.truncate(inner);
                    found.push(word);
                }
            }
            (Some(Value::Array(old)), Some(Value::Array(new))) => {
                found.push(format!("{word}{}", elements(old, new)));
            }
            (old, Some(new)) => found.push(match (old.and_then(text), text(new)) {
                (Some(old), Some(new)) => format!("{word} {old} to {new}"),
                (None, Some(new)) if old.is_none_or(Value::is_null) => format!("{word} {new}"),
                _ => word,
            }),
            (None, None) => {}
        }
    }
}

/// What is not null.
fn known<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    map.get(key).filter(|value| !value.is_null())
}

/// A name that comes or goes with what it is the name of: `not_null_name` with `not_null`.
fn goes_along(key: &str, old: &Map<String, Value>, new: &Map<String, Value>) -> bool {
    let Some(mark) = key.strip_suffix("_name") else { return false };
    let is = |map: &Map<String, Value>| map.get(mark).and_then(Value::as_bool).unwrap_or_default();
    is(old) != is(new)
}

/// Elements that are new, and those that are gone.
fn elements(old: &[Value], new: &[Value]) -> String {
    let texts = |all: &[Value]| all.iter().map(text).collect::<Option<Vec<String>>>();
    let (Some(old), Some(new)) = (texts(old), texts(new)) else { return String::new() };
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|text| !other.contains(text)).cloned().collect()
    };
    let (more, gone) = (only(&new, &old), only(&old, &new));
    let list = |sign: char, all: Vec<String>| {
        all.into_iter().map(|text| format!(" {sign}{text}")).collect::<String>()
    };
    let all = format!("{}{}", list('+', more), list('-', gone));
    if all.chars().count() > SHORT { String::new() } else { all }
}

/// A value that can stand in a line.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) if text.is_empty() => "''".to_string(),
        Value::String(text) => text.clone(),
        Value::Object(map) => name(map).or_else(|| Some(map.get("text")?.as_str()?.to_string()))?,
        Value::Array(_) | Value::Null => return None,
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    let fits =
        text.chars().count() <= SHORT && !text.contains(|c: char| c.is_control() || c == ';');
    fits.then_some(text)
}

/// A qualified name.
fn name(map: &Map<String, Value>) -> Option<String> {
    let part = |key: &str| map.get(key).and_then(Value::as_str);
    let qualified = part("schema").zip(part("name")).filter(|_| map.len() == 2);
    qualified.map(|(schema, name)| format!("{schema}.{name}"))
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn values_are_told_where_they_are_short() {
        let (one, other) = (
            r#"{"name":"a","type":"int","storage":"MAIN","query":"SELECT 1"}"#,
            r#"{"name":"a","type":"text","not_null":true,"query":"SELECT\n 2"}"#,
        );
        assert_eq!(brief(one, other), "not null, query, without storage, type int to text");
        assert_eq!(brief(other, one), "no longer not null, query, storage MAIN, type text to int");
        assert_eq!(brief(one, one), "");
        assert_eq!(brief(r#"{"a":null}"#, "{}"), "");
        assert_eq!(brief(one, "table a.c"), "");
    }

    #[test]
    fn a_name_goes_along_with_what_it_names() {
        let (one, other) = (r#"{"not_null":true,"not_null_name":"a"}"#, r#"{"not_null":false}"#);
        assert_eq!(brief(one, other), "no longer not null");
        assert_eq!(brief(other, one), "not null");
        let renamed = r#"{"not_null":true,"not_null_name":"b"}"#;
        assert_eq!(brief(one, renamed), "not null name a to b");
    }

    #[test]
    fn elements_come_and_go() {
        let labels = |text: &str| format!(r#"{{"labels":[{text}]}}"#);
        assert_eq!(brief(&labels(r#""a""#), &labels(r#""a","b""#)), "labels +b");
        assert_eq!(
            brief(
                &labels(r#"{"text":"a","oid":1},{"text":"b","oid":2}"#),
                &labels(r#"{"text":"a","oid":1}"#)
            ),
            "labels -b"
        );
        assert_eq!(brief(&labels("\"a\",\"b\""), &labels("\"b\",\"a\"")), "labels");
    }

    #[test]
    fn what_is_inside_is_told_by_itself() {
        let (one, other) = (
            r#"{"collation":{"schema":"a","name":"b"},"options":{"start":1,"cycle":false}}"#,
            r#"{"collation":{"schema":"a","name":"c"},"options":{"start":2,"cycle":false}}"#,
        );
        assert_eq!(brief(one, other), "collation a.b to a.c, start 1 to 2");
        let body = |text: &str| format!(r#"{{"body":{{"string":"{text}"}}}}"#);
        assert_eq!(brief(&body("SELECT 1;"), &body("SELECT 2;")), "body");
    }
}
