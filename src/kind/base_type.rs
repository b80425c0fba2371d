//! Base types: <https://www.postgresql.org/docs/current/sql-createtype.html>. Only a superuser makes them. Their input and
//! output functions need the shell type, which is a fact of its own.

use super::routine::changed;
use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space, Sql, word};
use crate::model::QName;
use crate::pg::quote::literal;
use serde::{Deserialize, Serialize};

/// A row of `pg_type` of typtype `b`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaseType {
    pub name: QName,
    pub input: QName,
    pub output: QName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier_input: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier_output: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analyze: Option<QName>,
    /// From 14 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscript: Option<QName>,
    /// Where it does not vary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<i16>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_value: bool,
    #[serde(deserialize_with = "word::given")]
    pub alignment: String,
    /// Where it is not plain.
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub preferred: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collatable: bool,
}

impl BaseType {
    /// Functions that ALTER TYPE can set.
    fn functions(&self) -> [(&'static str, &Option<QName>); 6] {
        [
            ("RECEIVE", &self.receive),
            ("SEND", &self.send),
            ("TYPMOD_IN", &self.modifier_input),
            ("TYPMOD_OUT", &self.modifier_output),
            ("ANALYZE", &self.analyze),
            ("SUBSCRIPT", &self.subscript),
        ]
    }

    fn options(&self) -> Vec<String> {
        let mut options =
            vec![format!("INPUT = {}", self.input), format!("OUTPUT = {}", self.output)];
        let functions = self.functions();
        let functions = functions.iter().filter_map(|(w, f)| f.as_ref().map(|f| (w, f)));
        options.extend(functions.map(|(word, function)| format!("{word} = {function}")));
        let length = self.length.map_or_else(|| "VARIABLE".to_string(), |n| n.to_string());
        options.push(format!("INTERNALLENGTH = {length}"));
        options.extend(self.by_value.then(|| "PASSEDBYVALUE".to_string()));
        options.push(format!("ALIGNMENT = {}", self.alignment));
        options.extend(self.storage.iter().map(|storage| format!("STORAGE = {storage}")));
        options.extend(self.category.iter().map(|c| format!("CATEGORY = {}", literal(c))));
        options.extend(self.preferred.then(|| "PREFERRED = true".to_string()));
        options.extend(self.default.iter().map(|d| format!("DEFAULT = {}", literal(d))));
        options.extend(self.element.iter().map(|element| format!("ELEMENT = {element}")));
        options.extend(self.delimiter.iter().map(|d| format!("DELIMITER = {}", literal(d))));
        options.extend(self.collatable.then(|| "COLLATABLE = true".to_string()));
        options
    }
}

impl Definition for BaseType {
    const KIND: &'static str = "base type";
    const ABOUT: &'static str =
        "input, output and other functions; length, alignment, storage, category, default, element";
    const CHANGES: &'static str =
        "in place: functions that are not needed to read and write values; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/base_type.sql");
    const FOUND_IN: Option<&'static str> =
        Some("pg_catalog.pg_type WHERE oid >= 16384 AND typtype = 'b' AND typarray <> 0");
    const COMMANDS: &'static [&'static str] = &["CREATE TYPE", "ALTER TYPE", "DROP TYPE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        let needed = [&mut self.input, &mut self.output];
        let others = [
            &mut self.receive,
            &mut self.send,
            &mut self.modifier_input,
            &mut self.modifier_output,
            &mut self.analyze,
            &mut self.subscript,
        ];
        for function in needed.into_iter().chain(others.into_iter().flatten()) {
            to.object(Space::Routine, function)?;
        }
        if let Some(element) = &mut self.element {
            to.sql(Sql::FixedType, element)?;
        }
        to.object(Space::Type, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TYPE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("CREATE {} ({})", self.object(scope), self.options().join(", "))])
    }

    /// Input and output functions go with it, which take it and give it.
    fn drop(&self, scope: &Scope) -> Vec<String> {
        vec![format!("DROP {} CASCADE", self.object(scope))]
    }

    /// The functions that are not needed to read and write values.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let mut alike = from.clone();
        alike.receive.clone_from(&self.receive);
        alike.send.clone_from(&self.send);
        alike.modifier_input.clone_from(&self.modifier_input);
        alike.modifier_output.clone_from(&self.modifier_output);
        alike.analyze.clone_from(&self.analyze);
        alike.subscript.clone_from(&self.subscript);
        if alike != *self {
            return None;
        }
        let options = changed(&self.functions(), &from.functions());
        Some(vec![format!("ALTER {} SET ({options})", self.object(scope))])
    }
}
