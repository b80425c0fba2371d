//! Parameters that a routine sets while it runs.

use crate::pg::quote::{ident, literal};
use serde::{Deserialize, Serialize};

/// One `SET` clause. It is stored as `pg_proc.proconfig` has it: `name=value`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Setting {
    pub name: String,
    pub value: Value,
}

/// A setting's value; the items of a list are each quoted on their own.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    One(String),
    List(Vec<String>),
}

/// The settings that the server marks `GUC_LIST_QUOTE`: there is no way to ask it for them.
const LISTS: [&str; 7] = [
    "local_preload_libraries",
    "oauth_validator_libraries",
    "search_path",
    "session_preload_libraries",
    "shared_preload_libraries",
    "temp_tablespaces",
    "unix_socket_directories",
];

impl TryFrom<String> for Setting {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Setting, String> {
        let pair = text.split_once('=');
        let (name, value) = pair.ok_or_else(|| format!("setting \"{text}\" has no value"))?;
        let is_list = LISTS.iter().any(|l| l.eq_ignore_ascii_case(name));
        let value = match split_list(value).filter(|_| is_list) {
            Some(items) => Value::List(items),
            None => Value::One(value.to_string()),
        };
        Ok(Setting { name: name.to_string(), value })
    }
}

impl From<Setting> for String {
    fn from(setting: Setting) -> String {
        let value = match setting.value {
            Value::One(value) => value,
            Value::List(items) => {
                let quoted = |i: &String| format!("\"{}\"", i.replace('"', "\"\""));
                items.iter().map(quoted).collect::<Vec<_>>().join(", ")
            }
        };
        format!("{}={value}", setting.name)
    }
}

impl Setting {
    pub(super) fn clause(&self) -> String {
        let value = match &self.value {
            Value::One(value) => literal(value),
            // An empty list has no syntax of its own; the server reads it from an empty string.
            Value::List(items) if items.is_empty() => "''".to_string(),
            Value::List(items) => items.iter().map(|i| literal(i)).collect::<Vec<_>>().join(", "),
        };
        format!("SET {} TO {value}", ident(&self.name))
    }
}

/// Items of a list of identifiers, unquoted; `None` where it is no such list.
///
/// The server folds the case of what is not quoted when it reads the value, so it is kept here.
fn split_list(text: &str) -> Option<Vec<String>> {
    let mut items = Vec::new();
    let mut rest = text.trim_start();
    if rest.is_empty() {
        return Some(items);
    }
    loop {
        let (item, after) = match rest.strip_prefix('"') {
            Some(quoted) => split_quoted(quoted)?,
            None => {
                let end = rest.find(|c: char| c == ',' || c.is_ascii_whitespace());
                let (item, after) = rest.split_at(end.unwrap_or(rest.len()));
                (Some(item.to_string()).filter(|i| !i.is_empty())?, after)
            }
        };
        items.push(item);
        let after = after.trim_start();
        if after.is_empty() {
            return Some(items);
        }
        rest = after.strip_prefix(',')?.trim_start();
    }
}

/// What stands before the closing quote, unescaped, and what follows it.
fn split_quoted(text: &str) -> Option<(String, &str)> {
    let mut item = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"')?;
        item.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                item.push('"');
                rest = more;
            }
            None => return Some((item, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Setting, Value, split_list};

    #[test]
    fn lists_are_split_as_the_server_does() {
        let items = |list: &[&str]| Some(list.iter().map(|i| i.to_string()).collect::<Vec<_>>());
        assert_eq!(split_list(r#""$user", public"#), items(&["$user", "public"]));
        assert_eq!(split_list(r#" "a""b,c" ,d "#), items(&["a\"b,c", "d"]));
        assert_eq!(split_list(r#""""#), items(&[""]));
        assert_eq!(split_list(""), items(&[]));
        assert_eq!(split_list("a,,b"), None);
        assert_eq!(split_list("a b"), None);
        assert_eq!(split_list("\"a"), None);
    }

    #[test]
    fn a_setting_survives_being_stored() {
        for text in
            ["work_mem=64MB", r#"search_path="$user", "a""b""#, "datestyle=ISO, MDY", "x.y="]
        {
            let setting = Setting::try_from(text.to_string());
            assert_eq!(setting.map(String::from), Ok(text.to_string()));
        }
        let list = Setting::try_from("search_path=a, b".to_string()).map(|s| s.value);
        assert_eq!(list, Ok(Value::List(vec!["a".to_string(), "b".to_string()])));
    }
}
