//! Aggregates of every form: <https://www.postgresql.org/docs/current/sql-createaggregate.html>,
//! <https://www.postgresql.org/docs/current/catalog-pg-aggregate.html>

use super::routine::Parallel;
use crate::error::Result;
use crate::fact::{Aside, Definition, Fields, Own, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use serde::{Deserialize, Serialize};

/// An aggregate with all that makes it up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aggregate {
    pub name: QName,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<Argument>,
    /// Of an ordered-set aggregate, how many arguments stand before `ORDER BY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<usize>,
    #[serde(default, skip_serializing_if = "no")]
    pub hypothetical: bool,
    pub plain: Run,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combine: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deserial: Option<QName>,
    /// What a moving frame uses instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moving: Option<Run>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_operator: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parallel: Option<Parallel>,
    /// The result's type, which comes of the functions.
    #[serde(default, skip_serializing_if = "Aside::is_unknown")]
    pub returns: Aside<Option<String>>,
}

/// An input of an aggregate: there are no output arguments and no defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    #[serde(default, skip_serializing_if = "no")]
    pub variadic: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub type_name: String,
}

/// How the state goes from row to row, and what is made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub transition: QName,
    pub state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<i32>,
    /// Takes a row out of the state; a moving frame has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inverse: Option<QName>,
    #[serde(default, rename = "final", skip_serializing_if = "Option::is_none")]
    pub last: Option<QName>,
    #[serde(default, skip_serializing_if = "no")]
    pub final_extra: bool,
    /// Where it is not the default of the aggregate's form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_modify: Option<Modify>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<String>,
}

/// `pg_aggregate.aggfinalmodify`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Modify {
    #[serde(rename = "r")]
    ReadOnly,
    #[serde(rename = "s")]
    Shareable,
    #[serde(rename = "w")]
    ReadWrite,
}

impl Modify {
    fn word(self) -> &'static str {
        match self {
            Modify::ReadOnly => "READ_ONLY",
            Modify::Shareable => "SHAREABLE",
            Modify::ReadWrite => "READ_WRITE",
        }
    }
}

fn no(flag: &bool) -> bool {
    !flag
}

impl Run {
    /// Options of `CREATE AGGREGATE`; those of a moving frame begin with `M`.
    fn options(&self, m: &str) -> Vec<String> {
        let mut options =
            vec![format!("{m}SFUNC = {}", self.transition), format!("{m}STYPE = {}", self.state)];
        options.extend(self.space.map(|s| format!("{m}SSPACE = {s}")));
        options.extend(self.inverse.as_ref().map(|i| format!("{m}INVFUNC = {i}")));
        options.extend(self.last.as_ref().map(|f| format!("{m}FINALFUNC = {f}")));
        if self.final_extra {
            options.push(format!("{m}FINALFUNC_EXTRA"));
        }
        options.extend(self.final_modify.map(|f| format!("{m}FINALFUNC_MODIFY = {}", f.word())));
        options.extend(self.initial.as_ref().map(|i| format!("{m}INITCOND = {}", literal(i))));
        options
    }

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::BareType, &mut self.state)?;
        to.object(Space::Routine, &mut self.transition)?;
        for function in self.inverse.iter_mut().chain(&mut self.last) {
            to.object(Space::Routine, function)?;
        }
        Ok(())
    }
}

impl Argument {
    fn clause(&self, named: bool) -> String {
        let variadic = if self.variadic { "VARIADIC " } else { "" };
        match self.name.as_ref().filter(|_| named) {
            Some(name) => format!("{variadic}{} {}", ident(name), self.type_name),
            None => format!("{variadic}{}", self.type_name),
        }
    }
}

impl Aggregate {
    /// Name and arguments, as CREATE takes them or, without names, as DROP does.
    fn signature(&self, named: bool) -> String {
        let list: Vec<String> = self.args.iter().map(|a| a.clause(named)).collect();
        let arguments = match self.direct {
            None if list.is_empty() => "*".to_string(),
            None => list.join(", "),
            Some(direct) => {
                let (before, mut after) = list.split_at(direct.min(list.len()));
                // One VARIADIC argument at the end stands for both lists: it is stored once, written twice.
                if after.is_empty() {
                    after = &list[list.len().saturating_sub(1)..];
                }
                let space = if before.is_empty() { "" } else { " " };
                format!("{}{space}ORDER BY {}", before.join(", "), after.join(", "))
            }
        };
        format!("{}({arguments})", self.name)
    }

    /// Name and arguments, as GRANT takes them.
    pub fn as_function(&self) -> String {
        let list: Vec<String> = self.args.iter().map(|a| a.clause(false)).collect();
        format!("{}({})", self.name, list.join(", "))
    }

    fn statement(&self, command: &str) -> String {
        let options = self.options().join(",\n    ");
        format!("{command} AGGREGATE {} (\n    {options}\n)", self.signature(true))
    }

    /// Whether the server lets this one take the place of another of the same signature.
    fn replaces(&self, from: &Self) -> bool {
        let named_alike = |(new, old): (&Argument, &Argument)| {
            new.variadic == old.variadic
                && new.type_name == old.type_name
                && (old.name.is_none() || new.name == old.name)
        };
        self.direct == from.direct
            && self.hypothetical == from.hypothetical
            && self.returns.0.is_some()
            && self.returns.0 == from.returns.0
            && self.args.iter().zip(&from.args).all(named_alike)
    }

    fn options(&self) -> Vec<String> {
        let mut options = self.plain.options("");
        let functions =
            [("COMBINE", &self.combine), ("SERIAL", &self.serial), ("DESERIAL", &self.deserial)];
        for (option, function) in functions {
            options.extend(function.as_ref().map(|f| format!("{option}FUNC = {f}")));
        }
        options.extend(self.moving.iter().flat_map(|m| m.options("M")));
        options.extend(self.sort_operator.as_ref().map(|o| {
            // An operator's name is never quoted.
            format!("SORTOP = OPERATOR({}.{})", ident(&o.schema), o.name)
        }));
        if self.hypothetical {
            options.push("HYPOTHETICAL".to_string());
        }
        options.extend(self.parallel.map(|p| format!("PARALLEL = {}", p.word())));
        options
    }
}

impl Definition for Aggregate {
    const KIND: &'static str = "aggregate";
    const ABOUT: &'static str = "all options, ordered-set and moving ones too";
    const CHANGES: &'static str = "replaced; made anew where arguments or results differ";
    const QUERY: &'static str = include_str!("../../sql/catalog/aggregate.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_aggregate WHERE aggfnoid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE AGGREGATE", "ALTER AGGREGATE", "DROP AGGREGATE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for argument in &mut self.args {
            to.sql(Sql::BareType, &mut argument.type_name)?;
        }
        self.plain.fields(to)?;
        let functions = [&mut self.combine, &mut self.serial, &mut self.deserial];
        for function in functions.into_iter().flatten() {
            to.object(Space::Routine, function)?;
        }
        if let Some(moving) = &mut self.moving {
            moving.fields(to)?;
        }
        if let Some(operator) = &mut self.sort_operator {
            to.object(Space::Operator, operator)?;
        }
        if let Some(returns) = &mut self.returns.0 {
            to.sql(Sql::OutputType, returns)?;
        }
        to.object(Space::Routine, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.signature(false)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("AGGREGATE {}", self.signature(false))
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement("CREATE")])
    }

    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        self.replaces(from).then(|| vec![self.statement("CREATE OR REPLACE")])
    }
}
