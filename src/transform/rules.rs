//! The rules object of a source: read strictly, explained when wrong.

use crate::error::{Error, Result};
use heck::ToSnakeCase;
use pgrx::PgSqlErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

/// Rules under which a source is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// Template of schema names, with `{schema}` and `{database}`.
    pub schema: String,
    /// Case of every name.
    pub case: Case,
}

impl Default for Rules {
    fn default() -> Self {
        Rules { schema: "{schema}".to_string(), case: Case::Preserve }
    }
}

impl Rules {
    const KEYS: &'static str = "\"schema\", \"case\"";

    /// Reads a rules object.
    ///
    /// Errors: 22023 unknown key, value of the wrong type or out of its list, unknown placeholder.
    pub fn parse(json: &str) -> Result<Rules> {
        let value: Value = serde_json::from_str(json)
            .map_err(|e| wrong("rules are not valid JSON").detail(sentence(e)))?;
        let Value::Object(object) = value else {
            return Err(
                wrong("rules must be a JSON object").detail(format!("The value is {value}."))
            );
        };
        let mut rules = Rules::default();
        for (key, value) in &object {
            match key.as_str() {
                "schema" => rules.schema = template(value)?,
                "case" => rules.case = case(value)?,
                _ => {
                    return Err(wrong(format!("unknown key \"{key}\" in rules"))
                        .detail(format!("Known keys are {}.", Rules::KEYS)));
                }
            }
        }
        Ok(rules)
    }

    /// The rules with every default spelled out.
    pub fn effective(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::internal(e.to_string()))
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
    let Value::String(text) = value else {
        return Err(
            wrong("rule \"schema\" must be a string").detail(format!("The value is {value}."))
        );
    };
    let bare = text.replace("{schema}", "").replace("{database}", "");
    if bare.contains(['{', '}']) {
        return Err(
            wrong(format!("unknown placeholder in rule \"schema\": \"{text}\"")).detail(allowed)
        );
    }
    if text.is_empty() {
        return Err(wrong("rule \"schema\" must not be empty").detail(allowed));
    }
    Ok(text.clone())
}

fn case(value: &Value) -> Result<Case> {
    Case::deserialize(value).map_err(|_| {
        wrong(format!("invalid value for rule \"case\": {value}"))
            .detail(format!("Allowed values are {}.", Case::WORDS))
    })
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

    #[test]
    fn templates_follow_the_case_of_names() {
        let rules = Rules { schema: "dw__{database}__{schema}".into(), case: Case::Lower };
        assert_eq!(rules.schema_name("Dbo", "SalesDB"), "dw__salesdb__dbo");
        let rules = Rules { schema: "{schema}X".into(), case: Case::Preserve };
        assert_eq!(rules.schema_name("{database}", "d"), "{database}X");
    }

    #[test]
    fn snake_case_knows_acronyms_and_keeps_wordless_names() {
        assert_eq!(Case::Snake.apply("HTTPServerID"), "http_server_id");
        assert_eq!(Case::Snake.apply("OwnerUserId"), "owner_user_id");
        assert_eq!(Case::Snake.apply("---"), "---");
    }

    #[test]
    fn wrong_rules_are_explained() {
        for (json, part) in [
            (r#"{"cases": "lower"}"#, "unknown key \"cases\""),
            (r#"{"case": "loud"}"#, "invalid value for rule \"case\""),
            (r#"{"schema": "x{table}"}"#, "unknown placeholder"),
            (r#"{"schema": 1}"#, "must be a string"),
            (r#"[]"#, "must be a JSON object"),
            (r#"{"#, "not valid JSON"),
        ] {
            match Rules::parse(json) {
                Err(error) => assert!(error.message.contains(part), "{json}: {}", error.message),
                Ok(rules) => panic!("{json} was read as {rules:?}"),
            }
        }
    }
}
