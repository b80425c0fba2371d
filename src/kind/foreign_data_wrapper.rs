//! Foreign-data wrappers: <https://www.postgresql.org/docs/current/sql-createforeigndatawrapper.html>. One that is there
//! before is used as it is.

use crate::error::Result;
use crate::fact::{Definition, Fields, Own, Scope, Space};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use serde::{Deserialize, Serialize};

/// A row of `pg_foreign_data_wrapper`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForeignDataWrapper {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validator: Option<QName>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ForeignOption>,
}

/// An option of a wrapper, server, user mapping or foreign table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForeignOption {
    pub name: String,
    pub value: String,
}

impl ForeignOption {
    fn clause(&self) -> String {
        format!("{} {}", ident(&self.name), literal(&self.value))
    }
}

/// ` OPTIONS (...)` of CREATE; nothing where there are none.
pub(in crate::kind) fn options(list: &[ForeignOption]) -> String {
    let clauses: Vec<String> = list.iter().map(ForeignOption::clause).collect();
    match clauses.is_empty() {
        true => String::new(),
        false => format!(" OPTIONS ({})", clauses.join(", ")),
    }
}

/// ` OPTIONS (...)` of ALTER. Where others must come before those that stay, all are named anew, for their order shows.
pub(in crate::kind) fn options_since(list: &[ForeignOption], from: &[ForeignOption]) -> String {
    let of = |list: &[ForeignOption], name: &str| list.iter().find(|o| o.name == name).cloned();
    let drop = |option: &ForeignOption| format!("DROP {}", ident(&option.name));
    let add = |option: &ForeignOption| format!("ADD {}", option.clause());
    let stays = from.iter().filter_map(|o| of(list, &o.name));
    let new = list.iter().filter(|o| of(from, &o.name).is_none());
    let in_order = stays.chain(new.clone().cloned()).eq(list.iter().cloned());
    let clauses: Vec<String> = match in_order {
        true => {
            let gone = from.iter().filter(|o| of(list, &o.name).is_none());
            let set = list.iter().filter(|o| of(from, &o.name).is_some_and(|old| old != **o));
            let set = set.map(|option| format!("SET {}", option.clause()));
            gone.map(drop).chain(set).chain(new.map(add)).collect()
        }
        false => from.iter().map(drop).chain(list.iter().map(add)).collect(),
    };
    match clauses.is_empty() {
        true => String::new(),
        false => format!(" OPTIONS ({})", clauses.join(", ")),
    }
}

/// ` HANDLER f`, or ` NO HANDLER` where there was one.
fn function(word: &str, new: Option<&QName>, old: Option<&QName>) -> String {
    match new {
        _ if new == old => String::new(),
        Some(function) => format!(" {word} {function}"),
        None => format!(" NO {word}"),
    }
}

impl ForeignDataWrapper {
    fn functions(&self, handler: Option<&QName>, validator: Option<&QName>) -> String {
        let handler = function("HANDLER", self.handler.as_ref(), handler);
        handler + &function("VALIDATOR", self.validator.as_ref(), validator)
    }
}

impl Definition for ForeignDataWrapper {
    const KIND: &'static str = "foreign-data wrapper";
    const ABOUT: &'static str =
        "handler, validator, options but for secrets; one that exists is used";
    const CHANGES: &'static str = "in place";
    const QUERY: &'static str = include_str!("../../sql/catalog/foreign_data_wrapper.sql");
    const FOUND_IN: Option<&'static str> =
        Some("pg_catalog.pg_foreign_data_wrapper WHERE oid >= 16384");
    const COMMANDS: &'static [&'static str] =
        &["CREATE FOREIGN DATA WRAPPER", "ALTER FOREIGN DATA WRAPPER", "DROP FOREIGN DATA WRAPPER"];
    const OPTIONAL: bool = true;
    const DATABASE: bool = true;
    const SHARED: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for function in self.handler.iter_mut().chain(&mut self.validator) {
            to.object(Space::Routine, function)?;
        }
        to.global(Space::ForeignDataWrapper, &mut self.name)
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        ident(&self.name)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("FOREIGN DATA WRAPPER {}", ident(&self.name))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let functions = self.functions(None, None);
        Ok(vec![format!("CREATE {}{functions}{}", self.object(scope), options(&self.options))])
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let functions = self.functions(from.handler.as_ref(), from.validator.as_ref());
        let options = options_since(&self.options, &from.options);
        let changed = !functions.is_empty() || !options.is_empty();
        let statement = format!("ALTER {}{functions}{options}", self.object(scope));
        Some(changed.then_some(statement).into_iter().collect())
    }
}
