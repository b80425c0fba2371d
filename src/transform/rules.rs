//! The rules object of a source: read strictly, explained when wrong.

use crate::error::{Error, Result};
use globset::Glob;
use heck::ToSnakeCase;
use pgrx::PgSqlErrorCode;
use regex::Regex;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How names change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    #[default]
    Preserve,
    Lower,
    Snake,
    Upper,
}

impl Case {
    const WORDS: &'static str = "\"preserve\", \"lower\", \"snake\", \"upper\"";

    /// A name under this rule; letters change as Unicode says, whatever the database's locale.
    pub fn apply(self, name: &str) -> String {
        match self {
            Case::Preserve => name.to_string(),
            Case::Lower => name.to_lowercase(),
            Case::Upper => name.to_uppercase(),
            Case::Snake => match name.to_snake_case() {
                // A name without letters or digits has no words.
                snake if snake.is_empty() => name.to_string(),
                snake => snake,
            },
        }
    }
}

/// What is done about references to objects that are not followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum External {
    /// The target has them under the same name.
    Keep,
    /// What refers to them is left out, with a WARNING.
    Skip,
    #[default]
    Error,
}

/// A regular expression over names.
#[derive(Clone, Debug, Serialize)]
pub struct NameRule {
    /// Kinds that it is for; all of them when empty.
    pub on: Vec<String>,
    #[serde(rename = "match", serialize_with = "as_text")]
    pub pattern: Regex,
    pub replace: String,
}

impl NameRule {
    /// Whether the rule is for names of a kind.
    pub fn is_for(&self, kind: Option<&str>) -> bool {
        self.on.is_empty() || kind.is_some_and(|k| self.on.iter().any(|on| on == k))
    }
}

/// Kinds that are not followed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Kinds {
    pub exclude: Vec<String>,
}

/// Rules under which a source is followed.
#[derive(Clone, Debug, Serialize)]
pub struct Rules {
    /// Template of schema names, with `{schema}` and `{database}`.
    pub schema: String,
    /// Case of every name.
    pub case: Case,
    /// Applied in order, before the case.
    pub names: Vec<NameRule>,
    /// Exact names, which win: `schema.relation` or `schema.relation.part`.
    pub rename: BTreeMap<String, String>,
    /// Tables and views to follow; all when empty.
    pub include: Vec<Glob>,
    /// Tables and views not to follow.
    pub exclude: Vec<Glob>,
    pub kinds: Kinds,
    pub external: External,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            schema: "{schema}".to_string(),
            case: Case::Preserve,
            names: Vec::new(),
            rename: BTreeMap::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            kinds: Kinds::default(),
            external: External::default(),
        }
    }
}

fn as_text<S: serde::Serializer>(pattern: &Regex, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(pattern.as_str())
}

impl Rules {
    const KEYS: &'static str = "\"schema\", \"case\", \"names\", \"rename\", \"include\", \"exclude\", \
        \"kinds\", \"external\"";

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
                "rename" => rules.rename = renames(value)?,
                "include" => rules.include = list("include", value, glob)?,
                "exclude" => rules.exclude = list("exclude", value, glob)?,
                "kinds" => rules.kinds.exclude = excluded_kinds(value)?,
                "external" => {
                    rules.external = word("external", value, "\"keep\", \"skip\", \"error\"")?;
                }
                _ => return Err(unknown_key(key, "rules", Rules::KEYS)),
            }
        }
        check_kinds(&rules, kinds)?;
        Ok(rules)
    }

    /// The rules with every default spelled out.
    pub fn effective(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::internal(e.to_string()))
    }

    /// Whether no rule changes a name, but for those of schemas.
    pub fn keep_names(&self) -> bool {
        self.case == Case::Preserve && self.names.is_empty() && self.rename.is_empty()
    }

    /// The name that an object gets; `path` is its whole name in the source, as `rename` has it.
    pub fn object_name(&self, kind: Option<&str>, path: &str, name: &str) -> String {
        if let Some(new) = self.rename.get(path) {
            return new.clone();
        }
        let mut name = name.to_string();
        for rule in &self.names {
            if rule.is_for(kind) {
                name = rule.pattern.replace_all(&name, rule.replace.as_str()).into_owned();
            }
        }
        self.case.apply(&name)
    }

    /// The name that a followed schema gets.
    pub fn schema_name(&self, schema: &str, database: &str) -> String {
        // Both placeholders in one pass: a schema named `{database}` stays what it is.
        let mut name = String::new();
        let mut rest = self.schema.as_str();
        while let Some(open) = rest.find('{') {
            name.push_str(&rest[..open]);
            rest = &rest[open..];
            let (value, length) =
                if rest.starts_with("{schema}") { (schema, 8) } else { (database, 10) };
            name.push_str(&self.case.apply(value));
            rest = &rest[length..];
        }
        name + rest
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
        (Some(pattern), Some(replace)) => Ok(NameRule { on, pattern, replace }),
        _ => Err(wrong(format!("rule \"{path}\" needs \"match\" and \"replace\""))),
    }
}

fn renames(value: &Value) -> Result<BTreeMap<String, String>> {
    let mut map = BTreeMap::new();
    for (key, value) in object("rename", value)? {
        let name = string(&format!("rename.{key}"), value)?;
        if name.is_empty() {
            return Err(wrong(format!("rule \"rename.{key}\" must not be empty")));
        }
        map.insert(key.clone(), name);
    }
    Ok(map)
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

/// Kinds that are not carried, and would be named in a WARNING.
const OTHERS: &[&str] = &[
    "policy",
    "rule",
    "operator",
    "operator class",
    "operator family",
    "collation",
    "conversion",
    "statistics object",
    "text search configuration",
    "text search dictionary",
    "text search parser",
    "text search template",
    "foreign table",
    "publication relation",
    "publication namespace",
    "cast",
    "transform",
    "type",
    "default acl",
    "security label",
];

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
    let carried = |n: &str| known.contains(&n) || OTHERS.contains(&n);
    match rules.kinds.exclude.iter().find(|n| !carried(n)) {
        Some(name) => Err(unknown("kinds.exclude", name)),
        None => Ok(()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<Rules> {
        Rules::parse(json, &["table", "constraint"])
    }

    fn rules(json: &str) -> Rules {
        parse(json).unwrap_or_else(|e| panic!("{json}: {}", e.message))
    }

    #[test]
    fn templates_follow_the_case_of_names() {
        let lower = rules(r#"{"schema": "dw__{database}__{schema}", "case": "lower"}"#);
        assert_eq!(lower.schema_name("Dbo", "SalesDB"), "dw__salesdb__dbo");
        let kept = rules(r#"{"schema": "{schema}X"}"#);
        assert_eq!(kept.schema_name("{database}", "d"), "{database}X");
    }

    #[test]
    fn snake_case_knows_acronyms_and_keeps_wordless_names() {
        assert_eq!(Case::Snake.apply("HTTPServerID"), "http_server_id");
        assert_eq!(Case::Snake.apply("OwnerUserId"), "owner_user_id");
        assert_eq!(Case::Snake.apply("---"), "---");
    }

    #[test]
    fn prefixes_go_before_the_case_and_exact_names_win() {
        let rules = rules(
            r#"{"case": "snake", "names": [{"on": ["table"], "match": "^(?i)tbl_?(.+)$", "replace": "$1"},
                                           {"on": ["constraint"], "match": "^PK_tbl", "replace": "pk_"}],
                "rename": {"dbo.Users": "people"}}"#,
        );
        assert_eq!(
            rules.object_name(Some("table"), "dbo.tblUSER_DATA", "tblUSER_DATA"),
            "user_data"
        );
        assert_eq!(
            rules.object_name(Some("constraint"), "dbo.t.PK_tblUSER", "PK_tblUSER"),
            "pk_user"
        );
        assert_eq!(rules.object_name(Some("view"), "dbo.tblView", "tblView"), "tbl_view");
        assert_eq!(rules.object_name(Some("table"), "dbo.Users", "Users"), "people");
    }

    #[test]
    fn wrong_rules_are_explained() {
        for (json, part) in [
            (r#"{"cases": "lower"}"#, "unknown key \"cases\""),
            (r#"{"case": "loud"}"#, "invalid value for rule \"case\""),
            (r#"{"schema": "x{table}"}"#, "unknown placeholder"),
            (r#"{"schema": 1}"#, "rule \"schema\" must be a string"),
            (r#"{"names": [{"match": "("}]}"#, "bad regular expression in rule \"names[0].match\""),
            (r#"{"names": [{"match": "a"}]}"#, "\"names[0]\" needs"),
            (r#"{"names": [{"if": "a"}]}"#, "unknown key \"if\" in names[0]"),
            (
                r#"{"names": [{"on": ["tabel"], "match": "a", "replace": ""}]}"#,
                "unknown kind \"tabel\"",
            ),
            (r#"{"rename": {"dbo.a": 1}}"#, "rule \"rename.dbo.a\" must be a string"),
            (r#"{"include": "a"}"#, "rule \"include\" must be a JSON array"),
            (r#"{"exclude": ["a["]}"#, "bad glob in rule \"exclude[0]\""),
            (r#"{"kinds": {"include": []}}"#, "unknown key \"include\" in kinds"),
            (r#"{"kinds": {"exclude": ["trigers"]}}"#, "unknown kind \"trigers\""),
            (r#"{"external": "maybe"}"#, "invalid value for rule \"external\""),
            (r#"[]"#, "must be a JSON object"),
            (r#"{"#, "not valid JSON"),
        ] {
            match parse(json) {
                Err(error) => assert!(error.message.contains(part), "{json}: {}", error.message),
                Ok(rules) => panic!("{json} was read as {rules:?}"),
            }
        }
    }
}
