//! Functions, procedures and window functions.
//!
//! <https://www.postgresql.org/docs/current/sql-createfunction.html>,
//! <https://www.postgresql.org/docs/current/catalog-pg-proc.html>

mod reference;
mod replace;
mod setting;

pub(super) use reference::{Reference, changed};

use super::trigger::Trigger;
use crate::error::Result;
use crate::fact::{
    Assigned, Definition, Exposed, Fields, Own, Parameter, Scope, Sketch, Space, Sql, Unfit, word,
};
use crate::model::QName;
use crate::pg::parser::routine_sql_body;
use crate::pg::quote::{ident, literal};
pub(super) use replace::depends;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use setting::{Setting, Value};

/// A routine with all that makes it up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Routine {
    pub name: QName,
    #[serde(default, skip_serializing_if = "usual")]
    pub sort: Sort,
    #[serde(default, skip_serializing_if = "usual")]
    pub args: Vec<Argument>,
    /// Absent for a procedure; for a table function, what its columns make up.
    #[serde(default, skip_serializing_if = "usual")]
    pub returns: Option<String>,
    /// Returns a set.
    #[serde(default, skip_serializing_if = "usual")]
    pub set: bool,
    pub language: String,
    #[serde(default, skip_serializing_if = "usual")]
    pub transforms: Vec<String>,
    #[serde(default, skip_serializing_if = "usual")]
    pub volatility: Option<Volatility>,
    #[serde(default, skip_serializing_if = "usual")]
    pub strict: bool,
    #[serde(default, skip_serializing_if = "usual")]
    pub security_definer: bool,
    #[serde(default, skip_serializing_if = "usual")]
    pub leakproof: bool,
    #[serde(default, skip_serializing_if = "usual")]
    pub parallel: Option<Parallel>,
    /// Where it is not what the server takes for the language.
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "usual")]
    pub cost: Option<String>,
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "usual")]
    pub rows: Option<String>,
    #[serde(default, skip_serializing_if = "usual")]
    pub support: Option<QName>,
    #[serde(default, skip_serializing_if = "usual")]
    pub settings: Vec<Setting>,
    pub body: Body,
    /// Extensions that take it along when they are dropped (`DEPENDS ON EXTENSION`).
    #[serde(default, skip_serializing_if = "usual")]
    pub extensions: Vec<String>,
}

/// `pg_proc.prokind`; aggregates are a kind of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    #[default]
    Function,
    Procedure,
    Window,
}

/// A parameter, or a column of what the function returns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    #[serde(default, skip_serializing_if = "usual")]
    pub mode: Mode,
    #[serde(default, skip_serializing_if = "usual")]
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub type_name: String,
    #[serde(default, skip_serializing_if = "usual")]
    pub default: Option<String>,
}

/// `pg_proc.proargmodes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    #[default]
    In,
    Out,
    InOut,
    Variadic,
    Table,
}

impl Mode {
    fn is_input(self) -> bool {
        matches!(self, Mode::In | Mode::InOut | Mode::Variadic)
    }

    fn word(self) -> &'static str {
        match self {
            Mode::In | Mode::Table => "",
            Mode::Out => "OUT ",
            Mode::InOut => "INOUT ",
            Mode::Variadic => "VARIADIC ",
        }
    }
}

/// `pg_proc.provolatile`, but for the default.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Volatility {
    Immutable,
    Stable,
}

/// `pg_proc.proparallel`, but for the default.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Parallel {
    Safe,
    Restricted,
}

impl Parallel {
    /// The word after `PARALLEL`.
    pub fn word(self) -> &'static str {
        match self {
            Parallel::Safe => "SAFE",
            Parallel::Restricted => "RESTRICTED",
        }
    }
}

/// What the routine does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Body {
    /// Text that only the language reads.
    Text { string: String },
    /// A symbol in a shared library.
    Linked { file: String, symbol: String },
    /// `BEGIN ATOMIC ... END` or `RETURN ...`.
    Sql {
        #[serde(alias = "definition", deserialize_with = "cut")]
        sql: String,
    },
    /// A definition that the server shows, and would not take.
    Garbled {
        #[serde(alias = "definition")]
        garbled: String,
    },
}

/// Reads a body as it was stored, or cuts it out of the routine's whole definition, as the catalog
/// shows it: that holds names which the body does not.
fn cut<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if !text.starts_with("CREATE ") {
        return Ok(text);
    }
    let body = routine_sql_body(&text).map_err(|e| D::Error::custom(e.message))?;
    body.ok_or_else(|| D::Error::custom("no SQL-standard body in a routine's definition"))
}

/// A string constant between dollar quotes, whose tag does not occur in it.
///
/// The text must not hold even the tag's beginning, since its last character may be a `$`.
fn dollar(text: &str) -> String {
    let mut tag = "$".to_string();
    while text.contains(&tag) {
        tag.push_str(if tag.len() == 1 { "body" } else { "_" });
    }
    format!("{tag}${text}{tag}$")
}

fn usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Routine {
    fn command(&self) -> &'static str {
        match self.sort {
            Sort::Procedure => "PROCEDURE",
            Sort::Function | Sort::Window => "FUNCTION",
        }
    }

    /// Types of the input parameters, which tell overloads apart.
    ///
    /// A procedure's are marked: unmarked types could also mean another one's whole list.
    fn signature(&self) -> String {
        let word = |mode: Mode| match (self.sort, mode) {
            (Sort::Procedure, Mode::In) => "IN ",
            (Sort::Procedure, mode) => mode.word(),
            _ => "",
        };
        let inputs = self.args.iter().filter(|a| a.mode.is_input());
        let types: Vec<String> =
            inputs.map(|a| format!("{}{}", word(a.mode), a.type_name)).collect();
        format!("{}({})", self.name, types.join(", "))
    }

    /// Parameters as CREATE lists them.
    fn parameters(&self) -> String {
        let parameters = self.args.iter().filter(|a| a.mode != Mode::Table);
        let list: Vec<String> = parameters.map(Argument::clause).collect();
        format!("{}({})", self.name, list.join(", "))
    }

    fn result(&self) -> Option<String> {
        let columns: Vec<String> =
            self.args.iter().filter(|a| a.mode == Mode::Table).map(Argument::clause).collect();
        if !columns.is_empty() {
            return Some(format!("RETURNS TABLE({})", columns.join(", ")));
        }
        let set = if self.set { "SETOF " } else { "" };
        self.returns.as_ref().map(|r| format!("RETURNS {set}{r}"))
    }

    /// The options that are not the default.
    fn options(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut flag = |on: bool, word: &str| {
            if on {
                words.push(word.to_string());
            }
        };
        flag(self.sort == Sort::Window, "WINDOW");
        flag(self.volatility == Some(Volatility::Immutable), "IMMUTABLE");
        flag(self.volatility == Some(Volatility::Stable), "STABLE");
        flag(self.strict, "STRICT");
        flag(self.security_definer, "SECURITY DEFINER");
        flag(self.leakproof, "LEAKPROOF");
        words.extend(self.parallel.map(|p| format!("PARALLEL {}", p.word())));
        words.extend(self.cost.as_ref().map(|c| format!("COST {c}")));
        words.extend(self.rows.as_ref().map(|r| format!("ROWS {r}")));
        words.extend(self.support.as_ref().map(|s| format!("SUPPORT {s}")));
        words.join(" ")
    }

    /// Hands over the body: before the rest, since names in it are found by parameters and settings.
    fn body_to(&mut self, to: &mut dyn Fields) -> Result<()> {
        let of = self.name.clone();
        let parameters = self.args.iter().map(Argument::parameter).collect();
        let path = self.search_path();
        match &mut self.body {
            Body::Sql { sql } => to.sql(Sql::SqlBody { of, parameters }, sql),
            Body::Linked { .. } | Body::Garbled { .. } => Ok(()),
            // The string is a symbol of the server.
            Body::Text { .. } if self.language == "internal" => Ok(()),
            Body::Text { string } => {
                let language = self.language.clone();
                to.sql(Sql::StringBody { of, language, parameters, path }, string)
            }
        }
    }

    /// The routine's own `search_path`.
    fn search_path(&self) -> Option<Vec<String>> {
        let own = self.settings.iter().find(|s| s.name == "search_path")?;
        match &own.value {
            Value::List(schemas) => Some(schemas.clone()),
            Value::One(_) => None,
        }
    }

    /// The routine as a constant of type `regprocedure`.
    fn constant(&self) -> String {
        let inputs = self.args.iter().filter(|a| a.mode.is_input());
        let types: Vec<&str> = inputs.map(|a| a.type_name.as_str()).collect();
        let text = format!("{}({})", self.name, types.join(", "));
        format!("{}::pg_catalog.regprocedure", literal(&text))
    }

    fn statement(&self, command: &str) -> String {
        let mut lines = vec![format!("{command} {} {}", self.command(), self.parameters())];
        lines.extend(self.result());
        lines.push(format!("LANGUAGE {}", ident(&self.language)));
        let transforms: Vec<String> =
            self.transforms.iter().map(|t| format!("FOR TYPE {t}")).collect();
        if !transforms.is_empty() {
            lines.push(format!("TRANSFORM {}", transforms.join(", ")));
        }
        lines.extend(Some(self.options()).filter(|o| !o.is_empty()));
        lines.extend(self.settings.iter().map(Setting::clause));
        format!("{}\n{}", lines.join("\n    "), self.body())
    }

    fn body(&self) -> String {
        match &self.body {
            Body::Text { string } => format!("AS {}", dollar(string)),
            Body::Linked { file, symbol } => format!("AS {}, {}", literal(file), literal(symbol)),
            Body::Sql { sql } => sql.clone(),
            Body::Garbled { garbled } => garbled.clone(),
        }
    }
}

impl Argument {
    fn parameter(&self) -> Parameter {
        Parameter {
            name: self.name.clone(),
            type_text: self.type_name.clone(),
            input: self.mode.is_input(),
        }
    }

    fn clause(&self) -> String {
        let name = self.name.as_ref().map_or_else(String::new, |n| ident(n) + " ");
        let default = self.default.as_ref().map_or_else(String::new, |d| format!(" DEFAULT {d}"));
        format!("{}{name}{}{default}", self.mode.word(), self.type_name)
    }
}

impl Definition for Routine {
    const KIND: &'static str = "routine";
    const ABOUT: &'static str =
        "functions and procedures in any language, with all options; arguments and defaults";
    const CHANGES: &'static str = "replaced; made anew where arguments or result differ";
    const QUERY: &'static str = include_str!("../../sql/catalog/routine.sql");
    const COMMANDS: &'static [&'static str] = &[
        "CREATE FUNCTION",
        "CREATE PROCEDURE",
        "ALTER FUNCTION",
        "ALTER PROCEDURE",
        "DROP FUNCTION",
        "DROP PROCEDURE",
    ];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        self.body_to(to)?;
        to.global(Space::Language, &mut self.language)?;
        for argument in &mut self.args {
            to.sql(Sql::BareType, &mut argument.type_name)?;
            if let Some(default) = &mut argument.default {
                to.sql(Sql::Expression { of: None }, default)?;
            }
        }
        if let Some(returns) = &mut self.returns {
            to.sql(Sql::BareType, returns)?;
        }
        for text in &mut self.transforms {
            to.sql(Sql::FixedType, text)?;
        }
        if let Some(support) = &mut self.support {
            to.object(Space::Routine, support)?;
        }
        for setting in self.settings.iter_mut().filter(|s| s.name == "search_path") {
            if let Value::List(schemas) = &mut setting.value {
                for schema in schemas {
                    to.path(schema)?;
                }
            }
        }
        to.object(Space::Routine, &mut self.name)
    }

    /// An argument without a name is an empty one in a body that the server shows, if another one has a name.
    fn fit(&mut self) -> Vec<Unfit> {
        let is_garbled = matches!(self.body, Body::Garbled { .. });
        let what = "names of all its arguments";
        is_garbled.then_some(Unfit::Illegible { what }).into_iter().collect()
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.signature()
    }

    /// Columns of a table function, or else what its result type has.
    fn exposes(&self) -> Option<Exposed> {
        let named = |a: &&Argument| !matches!(a.mode, Mode::In | Mode::Variadic);
        let columns = self
            .args
            .iter()
            .filter(named)
            .filter_map(|a| a.name.as_ref().map(|name| (name.clone(), a.type_name.clone())));
        Some(Exposed::Results {
            of: self.name.clone(),
            type_name: self.returns.clone(),
            columns: columns.collect(),
        })
    }

    fn assigned(&self, _scope: &Scope) -> Vec<Assigned> {
        let assigned = |a: &Argument| {
            let name = a.name.as_deref().unwrap_or_default();
            a.default.as_ref().map(|d| Assigned::new(name, &a.type_name, d))
        };
        self.args.iter().filter_map(assigned).collect()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("{} {}", self.command(), self.signature())
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement("CREATE")])
    }

    /// A body that is a text refers to nothing yet.
    /// What is volatile could be put in line, where only its body says whether it is.
    fn rehearse(&self, _scope: &Scope) -> Option<Vec<String>> {
        let inputs = self.args.iter().all(|a| a.mode.is_input() && a.mode != Mode::InOut);
        let returns = self.returns.as_ref().filter(|_| inputs && !self.set)?;
        let plain = self.sort == Sort::Function && self.volatility.is_some();
        let idle = Routine {
            language: "sql".to_string(),
            body: Body::Text { string: format!("SELECT NULL::{returns}") },
            ..self.clone()
        };
        let idle = Routine { settings: Vec::new(), support: None, transforms: Vec::new(), ..idle };
        plain.then(|| vec![idle.statement("CREATE")])
    }

    fn sketch(&self, scope: &Scope) -> Option<Sketch> {
        let hollow = self.hollow()?;
        Some(Sketch {
            made: hollow.statement("CREATE"),
            hollow: hollow.statement("CREATE OR REPLACE"),
            whole: self.statement("CREATE OR REPLACE"),
            keeps: self.types_of(scope),
        })
    }

    /// The body, and what is said in settings, is text to the server.
    fn follow(&self, from: &Self, scope: &Scope) -> Result<Vec<String>> {
        let same = self.body == from.body && self.settings == from.settings;
        Ok(if same { Vec::new() } else { self.replace(scope) })
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let as_before = Routine { extensions: from.extensions.clone(), ..self.clone() };
        if as_before == *from {
            return Some(depends(&self.object(scope), &from.extensions, &self.extensions));
        }
        self.replaces(from).then(|| self.replace(scope))
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(depends(&self.object(scope), &[], &self.extensions))
    }

    fn check(&self, scope: &Scope, extension: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
        let Body::Text { .. } = &self.body else { return Vec::new() };
        let of = self.constant();
        let check = match self.language.as_str() {
            "sql" => Some(format!("SELECT pg_catalog.fmgr_sql_validator({of})::pg_catalog.text")),
            "plpgsql" => extension("plpgsql_check").and_then(|schema| {
                let relation = match self.returns.as_deref() {
                    Some("trigger") => {
                        format!(", {}::pg_catalog.regclass", literal(&fired_on(scope, &self.name)?))
                    }
                    Some("event_trigger") => return None,
                    _ => String::new(),
                };
                Some(format!(
                    "SELECT * FROM {}.plpgsql_check_function({of}{relation})",
                    ident(&schema)
                ))
            }),
            _ => None,
        };
        let own = self.settings.iter().map(Setting::clause);
        let path = own.filter(|s| s.starts_with("SET search_path "));
        check.map_or_else(Vec::new, |check| path.chain([check]).collect())
    }
}

/// A relation that has a trigger which calls the function.
fn fired_on(scope: &Scope, function: &QName) -> Option<String> {
    let triggers = scope.facts.each::<Trigger>().map(|(_, it)| it);
    let mut own = triggers.filter(|t| t.action.as_ref().is_some_and(|a| a.function == *function));
    own.next().map(|t| t.relation.to_string())
}

#[cfg(test)]
mod tests {
    use super::dollar;

    #[test]
    fn a_dollar_quote_never_ends_early() {
        assert_eq!(dollar("BEGIN END"), "$$BEGIN END$$");
        assert_eq!(dollar("SELECT $1"), "$body$SELECT $1$body$");
        assert_eq!(dollar("$body$x$body"), "$body_$$body$x$body$body_$");
        assert_eq!(dollar(""), "$$$$");
    }
}
