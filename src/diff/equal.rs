//! When two definitions are the same, and what differs between them.

use crate::error::Result;
use crate::fact::{Fields, Object, Part, Space, Sql};
use crate::model::QName;
use serde_json::Value;
use std::collections::BTreeSet;

/// Decides whether two SQL texts mean the same to the target.
pub trait Judge {
    fn same_meaning(&self, sql: &Sql, one: &str, other: &str) -> Result<bool>;
}

/// What differs between two definitions, each key with both values; of a rename the new label.
pub fn contrast(one: &str, other: &str, (was, is): (&str, &str)) -> String {
    let object = |json: &str| serde_json::from_str::<serde_json::Map<String, Value>>(json).ok();
    let (Some(mut here), Some(mut there)) = (object(one), object(other)) else {
        return format!("{is} {other} now");
    };
    here.values_mut().chain(there.values_mut()).for_each(shed_numbers);
    let keys: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let show = |value: Option<&Value>| match value {
        None => "not set".to_string(),
        Some(Value::String(text)) => format!("\"{text}\""),
        Some(value) => value.to_string(),
    };
    let differences: Vec<String> = keys
        .into_iter()
        .filter(|key| here.get(*key) != there.get(*key))
        .map(|key| format!("{key} {was} {}, {is} {}", show(here.get(key)), show(there.get(key))))
        .collect();
    if differences.is_empty() { "both are alike".to_string() } else { differences.join("; ") }
}

/// Leaves of labels what they say: the numbers that they are known by are nobody's business.
fn shed_numbers(value: &mut Value) {
    let Value::Array(all) = value else { return };
    for it in all {
        let label = it.as_object().filter(|label| label.len() == 2 && label.contains_key("oid"));
        if let Some(text) = label.and_then(|label| label.get("text")).cloned() {
            *it = text;
        }
    }
}

/// Whether two definitions are the same, SQL text by its meaning.
pub fn equal(one: &dyn Object, other: &dyn Object, judge: &dyn Judge) -> Result<bool> {
    if one.same(other) {
        return Ok(true);
    }
    let (mut one, mut other) = (one.boxed(), other.boxed());
    let (mut here, mut there) = (Texts::default(), Texts::default());
    one.fields(&mut here)?;
    other.fields(&mut there)?;
    if !one.same(other.as_ref()) || here.0.len() != there.0.len() {
        return Ok(false);
    }
    for ((sql, text), (_, other)) in here.0.iter().zip(&there.0) {
        if text != other && !judge.same_meaning(sql, text, other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes the SQL texts out of a definition, so that the rest can be compared by itself.
#[derive(Default)]
struct Texts(Vec<(Sql, String)>);

impl Fields for Texts {
    fn sql(&mut self, sql: Sql, text: &mut String) -> Result<()> {
        self.0.push((sql, std::mem::take(text)));
        Ok(())
    }
}

/// Whether two definitions differ in names, and in SQL text that may hold names, only.
pub fn names_alone(one: &dyn Object, other: &dyn Object) -> Result<bool> {
    let (mut one, mut other) = (one.boxed(), other.boxed());
    one.fields(&mut Blank)?;
    other.fields(&mut Blank)?;
    Ok(one.same(other.as_ref()))
}

/// Takes names and SQL texts out of a definition.
struct Blank;

impl Fields for Blank {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        name.clear();
        Ok(())
    }
    fn object(&mut self, _space: Space, name: &mut QName) -> Result<()> {
        name.schema.clear();
        name.name.clear();
        Ok(())
    }
    fn part(&mut self, _part: Part, _of: &QName, name: &mut String) -> Result<()> {
        name.clear();
        Ok(())
    }
    fn sql(&mut self, _sql: Sql, text: &mut String) -> Result<()> {
        text.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::contrast;

    #[test]
    fn only_what_differs_is_shown() {
        let (one, other) =
            (r#"{"name":"a","type":"int"}"#, r#"{"name":"a","type":"text","not_null":true}"#);
        let difference = "not_null was not set, is true; type was \"int\", is \"text\"";
        assert_eq!(contrast(one, other, ("was", "is")), difference);
        assert_eq!(contrast(one, "table a.c", ("was", "is")), "is table a.c now");
        assert_eq!(contrast(one, one, ("is", "shall be")), "both are alike");
    }

    #[test]
    fn labels_are_shown_without_their_numbers() {
        let labels = |all: &str| format!(r#"{{"labels":[{all}]}}"#);
        let (one, other) =
            (labels(r#"{"oid":1,"text":"a"}"#), labels(r#"{"oid":7,"text":"a"},"b""#));
        let difference = r#"labels was ["a"], is ["a","b"]"#;
        assert_eq!(contrast(&one, &other, ("was", "is")), difference);
        assert_eq!(contrast(&one, &labels(r#""a""#), ("was", "is")), "both are alike");
    }
}
