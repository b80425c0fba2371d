//! Reads the rules object strictly; what is wrong is explained by its path, its value and what is allowed.

use super::{Case, Grants, NameRule, Owners, Rules};
use crate::error::{Error, Result};
use crate::kind;
use globset::Glob;
use pgrx::PgSqlErrorCode;
use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

impl Rules {
    const KEYS: &'static str = "\"schema\", \"case\", \"names\", \"rename\", \"types\", \"include\", \"exclude\", \
        \"kinds\", \"identity\", \"owner\", \"grants\", \"drops\", \"external\"";

    /// Reads a rules object; `kinds` are those that there are.
    ///
    /// Errors: 22023 unknown key, value of the wrong type or out of its list, unknown placeholder or
    /// kind, bad regular expression or glob.
    pub fn parse(json: &str, kinds: &[&str]) -> Result<Rules> {
        let value: Value = serde_json::from_str(json)
            .map_err(|e| wrong("rules are not valid JSON").detail(sentence(e)))?;
        let mut rules = Rules::default();
        for (key, value) in object("rules", &value)? {
            match key.as_str() {
                "schema" => rules.schema = template(value)?,
                "case" => rules.case = word("case", value, Case::WORDS)?,
                "names" => rules.names = list("names", value, name_rule)?,
                "rename" => rules.rename = texts("rename", value)?,
                "types" => rules.types = texts("types", value)?,
                "include" => rules.include = list("include", value, glob)?,
                "exclude" => rules.exclude = list("exclude", value, glob)?,
                "kinds" => rules.kinds.exclude = excluded_kinds(value)?,
                "identity" => {
                    let allowed = "\"keep\", \"serial\", \"identity\"";
                    rules.identity = word("identity", value, allowed)?;
                }
                "owner" => {
                    rules.owner = match roles("owner", value, "caller")? {
                        Roles::Keep => Owners::Keep,
                        Roles::Other => Owners::Caller,
                        Roles::Map(map) => Owners::Roles(map),
                    }
                }
                "grants" => {
                    rules.grants = match roles("grants", value, "skip")? {
                        Roles::Keep => Grants::Keep,
                        Roles::Other => Grants::Skip,
                        Roles::Map(map) => Grants::Roles(map),
                    }
                }
                "drops" => rules.drops = word("drops", value, "\"apply\", \"keep\", \"trash\"")?,
                "external" => {
                    rules.external = word("external", value, "\"keep\", \"skip\", \"error\"")?;
                }
                _ => return Err(unknown_key(key, "rules", Rules::KEYS)),
            }
        }
        check_kinds(&rules, kinds)?;
        Ok(rules)
    }
}

fn template(value: &Value) -> Result<String> {
    let allowed = "A template may hold the placeholders {schema} and {database}.";
    let text = string("schema", value)?;
    let bare = text.replace("{schema}", "").replace("{database}", "");
    if bare.contains(['{', '}']) {
        return Err(
            wrong(format!("unknown placeholder in rule \"schema\": \"{text}\"")).detail(allowed)
        );
    }
    if text.is_empty() {
        return Err(wrong("rule \"schema\" must not be empty").detail(allowed));
    }
    Ok(text)
}

fn name_rule(path: &str, value: &Value) -> Result<NameRule> {
    let (mut on, mut pattern, mut replace) = (Vec::new(), None, None);
    for (key, value) in object(path, value)? {
        let at = format!("{path}.{key}");
        match key.as_str() {
            "on" => on = list(&at, value, string)?,
            "match" => pattern = Some(regex(&at, value)?),
            "replace" => replace = Some(string(&at, value)?),
            _ => return Err(unknown_key(key, path, "\"on\", \"match\", \"replace\"")),
        }
    }
    match (pattern, replace) {
        (Some(pattern), Some(replace)) => {
            check_groups(path, &pattern, &replace)?;
            Ok(NameRule { on, pattern, replace })
        }
        _ => Err(wrong(format!("rule \"{path}\" needs \"match\" and \"replace\""))),
    }
}

/// A group that the expression does not have would leave nothing in its place.
///
/// Errors: 22023 there is such a one.
fn check_groups(path: &str, pattern: &Regex, replace: &str) -> Result<()> {
    let known = |group: &str| match group.parse::<usize>() {
        Ok(number) => number < pattern.captures_len(),
        Err(_) => pattern.capture_names().flatten().any(|name| name == group),
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut rest = replace;
    while let Some((_, after)) = rest.split_once('$') {
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            rest = after;
            continue;
        }
        let braced = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let group = braced.map_or(&rest[..word], |(group, _)| group);
        if !group.is_empty() && !known(group) {
            let message = format!("no group \"{group}\" in rule \"{path}.match\"");
            return Err(wrong(message)
                .detail(format!("The rule \"{path}.replace\" is \"{replace}\"."))
                .hint("Write ${1} where letters, digits or _ follow."));
        }
    }
    Ok(())
}

/// An object of texts, none of them empty.
fn texts(path: &str, value: &Value) -> Result<BTreeMap<String, String>> {
    let mut map = BTreeMap::new();
    for (key, value) in object(path, value)? {
        let text = string(&format!("{path}.{key}"), value)?;
        if text.is_empty() {
            return Err(wrong(format!("rule \"{path}.{key}\" must not be empty")));
        }
        map.insert(key.clone(), text);
    }
    Ok(map)
}

/// What `owner` and `grants` have in common.
enum Roles {
    Keep,
    /// The word that only one of them knows.
    Other,
    Map(BTreeMap<String, String>),
}

fn roles(path: &str, value: &Value, other: &str) -> Result<Roles> {
    match value {
        Value::Object(_) => texts(path, value).map(Roles::Map),
        Value::String(word) if word == "keep" => Ok(Roles::Keep),
        Value::String(word) if word == other => Ok(Roles::Other),
        _ => {
            let message = format!("invalid value for rule \"{path}\": {value}");
            let allowed = format!("\"keep\", \"{other}\" and an object {{role: role}}");
            Err(wrong(message).detail(format!("Allowed values are {allowed}.")))
        }
    }
}

fn excluded_kinds(value: &Value) -> Result<Vec<String>> {
    let mut exclude = Vec::new();
    for (key, value) in object("kinds", value)? {
        match key.as_str() {
            "exclude" => exclude = list("kinds.exclude", value, string)?,
            _ => return Err(unknown_key(key, "kinds", "\"exclude\"")),
        }
    }
    Ok(exclude)
}

/// Errors: 22023 a kind that is neither `known` nor, where that makes sense, one of the others.
fn check_kinds(rules: &Rules, known: &[&str]) -> Result<()> {
    let unknown = |path: &str, name: &str| {
        wrong(format!("unknown kind \"{name}\" in rule \"{path}\""))
            .detail(format!("Kinds are {}.", known.join(", ")))
    };
    for (i, rule) in rules.names.iter().enumerate() {
        if let Some(name) = rule.on.iter().find(|n| !known.contains(&n.as_str())) {
            return Err(unknown(&format!("names[{i}].on"), name));
        }
    }
    let warned = |n: &str| kind::NOT_CARRIED.iter().any(|(kind, _)| *kind == n);
    let carried = |n: &str| known.contains(&n) || warned(n);
    if let Some(name) = rules.kinds.exclude.iter().find(|n| !carried(n)) {
        return Err(unknown("kinds.exclude", name));
    }
    match rules.kinds.exclude.iter().any(|name| name == kind::INDISPENSABLE) {
        true => Err(wrong("rule \"kinds.exclude\" cannot leave out kind \"inheritance\"")
            .detail("Tables would be without the columns that they have from others.")
            .hint("Leave the tables out by the rule \"exclude\".")),
        false => Ok(()),
    }
}

fn regex(path: &str, value: &Value) -> Result<Regex> {
    let text = string(path, value)?;
    Regex::new(&text).map_err(|e| {
        let reason = e.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
        wrong(format!("bad regular expression in rule \"{path}\": \"{text}\""))
            .detail(format!("The parser says: {reason}."))
    })
}

fn glob(path: &str, value: &Value) -> Result<Glob> {
    let text = string(path, value)?;
    Glob::new(&text).map_err(|e| {
        wrong(format!("bad glob in rule \"{path}\": \"{text}\""))
            .detail(format!("The parser says: {}.", e.kind()))
    })
}

fn object<'a>(path: &str, value: &'a Value) -> Result<&'a serde_json::Map<String, Value>> {
    let place = if path == "rules" { path.to_string() } else { format!("rule \"{path}\"") };
    let not =
        || wrong(format!("{place} must be a JSON object")).detail(format!("The value is {value}."));
    value.as_object().ok_or_else(not)
}

fn list<T>(path: &str, value: &Value, read: fn(&str, &Value) -> Result<T>) -> Result<Vec<T>> {
    let Value::Array(items) = value else {
        return Err(wrong(format!("rule \"{path}\" must be a JSON array"))
            .detail(format!("The value is {value}.")));
    };
    items.iter().enumerate().map(|(i, item)| read(&format!("{path}[{i}]"), item)).collect()
}

fn string(path: &str, value: &Value) -> Result<String> {
    let not = || {
        wrong(format!("rule \"{path}\" must be a string")).detail(format!("The value is {value}."))
    };
    value.as_str().map(str::to_string).ok_or_else(not)
}

fn word<T: DeserializeOwned>(path: &str, value: &Value, allowed: &str) -> Result<T> {
    serde_json::from_value(value.clone()).map_err(|_| {
        wrong(format!("invalid value for rule \"{path}\": {value}"))
            .detail(format!("Allowed values are {allowed}."))
    })
}

fn unknown_key(key: &str, place: &str, known: &str) -> Error {
    wrong(format!("unknown key \"{key}\" in {place}")).detail(format!("Known keys are {known}."))
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE, message)
}

fn sentence(error: serde_json::Error) -> String {
    format!("The parser says: {error}.")
}
