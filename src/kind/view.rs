//! Views.
//!
//! <https://www.postgresql.org/docs/current/sql-createview.html>. Column names are always listed, so that they
//! are what the columns' facts say, whatever the query calls them.

use super::index::with;
use super::table::parameters;
use crate::error::Result;
use crate::fact::modelled::{Relation, Sort};
use crate::fact::{
    Aside, Definition, Drawn, Fields, Modelled, Own, Part, Scope, Sketch, Space, Sql,
};
use crate::model::QName;
use crate::pg::quote::{ident, idents};
use serde::{Deserialize, Serialize};

/// A view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub view: QName,
    /// Options as `name=value`, other than the check option.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_option: Option<CheckOption>,
    /// As `pg_get_viewdef` prints it, without the semicolon.
    pub query: String,
    /// What the query gives: it decides whether another query can take its place.
    #[serde(default, skip_serializing_if = "Aside::is_unknown")]
    pub columns: Aside<Option<Vec<Output>>>,
}

/// A column of a query's result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Output {
    pub name: String,
    #[serde(rename = "type")]
    pub type_name: String,
    /// Where it is not the type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QName>,
}

/// Which rows may be written through a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOption {
    Local,
    Cascaded,
}

/// ` (a, b)`: the columns of the view that a scope is at; nothing when it has none.
pub(super) fn columns(scope: &Scope) -> String {
    let facts = &scope.facts.all;
    let mut parts: Vec<usize> = scope.facts.children(scope.fact).to_vec();
    parts.retain(|c| facts[*c].entry().part);
    parts.sort_by_key(|c| facts[*c].at.2);
    let names: Vec<String> =
        parts.into_iter().filter_map(|c| facts[c].def.inline(&scope.at(c))).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

impl Definition for View {
    const KIND: &'static str = "view";
    const ABOUT: &'static str = "query, column names, options, check option";
    const CHANGES: &'static str = "replaced where it keeps its columns; else anew";
    const RELATIONS: usize = 1;
    const QUERY: &'static str = include_str!("../../sql/catalog/view.sql");
    const COMMANDS: &'static [&'static str] = &["CREATE VIEW", "ALTER VIEW", "DROP VIEW"];
    const CHOSEN: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::Query { view: self.view.clone() }, &mut self.query)?;
        for column in self.columns.0.iter_mut().flatten() {
            to.sql(Sql::OutputType, &mut column.type_name)?;
            if let Some(collation) = &mut column.collation {
                to.object(Space::Collation, collation)?;
            }
            to.part(Part::Column, &self.view, &mut column.name)?;
        }
        to.object(Space::Relation, &mut self.view)
    }

    fn drawn(&self) -> Option<Drawn> {
        Some(Drawn::Relation { name: self.view.clone(), sort: Some("view") })
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Relation(Relation::new(&self.view, Sort::View)))
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.view)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.view.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("VIEW {}", self.view)
    }

    fn places(&self) -> Vec<&str> {
        self.columns.0.iter().flatten().map(|c| c.name.as_str()).collect()
    }

    /// The server's own query would keep old names as aliases.
    fn follow(&self, from: &Self, scope: &Scope) -> Result<Vec<String>> {
        if self.query == from.query {
            return Ok(Vec::new());
        }
        // A query that was read back has the names of the view's columns.
        let is_desired = scope.def().as_any().downcast_ref() == Some(self);
        let columns = if is_desired { columns(scope) } else { String::new() };
        Ok(vec![self.statement("CREATE OR REPLACE", &columns)])
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement("CREATE", &columns(scope))])
    }

    /// A query of nothing that gives the same columns, as pg_dump does it.
    fn sketch(&self, scope: &Scope) -> Option<Sketch> {
        let nothing = |column: &Output| {
            let collation = column.collation.as_ref().map(|c| format!(" COLLATE {c}"));
            let (name, of) = (ident(&column.name), &column.type_name);
            format!("NULL::{of}{} AS {name}", collation.unwrap_or_default())
        };
        let list: Vec<String> = self.columns.0.as_ref()?.iter().map(nothing).collect();
        let hollow = View {
            query: format!(" SELECT {}", list.join(",\n    ")),
            options: Vec::new(),
            check_option: None,
            ..self.clone()
        };
        let columns = columns(scope);
        Some(Sketch {
            made: hollow.statement("CREATE", &columns),
            hollow: hollow.statement("CREATE OR REPLACE", &columns),
            whole: self.statement("CREATE OR REPLACE", &columns),
            keeps: Vec::new(),
        })
    }

    /// Another query may take the place of one whose columns it has, and may have more behind them.
    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        if self.query == from.query {
            return Some(self.set(from));
        }
        let (new, old) = (self.columns.0.as_ref()?, from.columns.0.as_ref()?);
        let names: Vec<&str> = new.iter().map(|c| c.name.as_str()).collect();
        let list = if names.is_empty() { String::new() } else { format!(" ({})", idents(&names)) };
        new.starts_with(old).then(|| vec![self.statement("CREATE OR REPLACE", &list)])
    }
}

/// Actions of ALTER that make options of others.
pub(super) fn options(from: &[String], to: &[String]) -> Vec<String> {
    let (gone, set) = resettled(from, to);
    let quoted = |name: &&str| match name.strip_prefix("toast.") {
        Some(name) => format!("toast.{}", ident(name)),
        None => ident(name),
    };
    let gone: Vec<String> = gone.iter().map(quoted).collect();
    let reset = (!gone.is_empty()).then(|| format!("RESET ({})", gone.join(", ")));
    let set = (!set.is_empty()).then(|| format!("SET ({})", parameters(set)));
    reset.into_iter().chain(set).collect()
}

/// Names of options that go, and options that are set: all from the first one on that differs, since the server
/// keeps them in the order in which they were set.
fn resettled<'a>(from: &'a [String], to: &'a [String]) -> (Vec<&'a str>, &'a [String]) {
    let kept = from.iter().zip(to).take_while(|(old, new)| old == new).count();
    let name = |option: &'a String| option.split_once('=').map_or(option.as_str(), |(n, _)| n);
    let set: Vec<&str> = to[kept..].iter().map(name).collect();
    let gone = from[kept..].iter().map(name).filter(|n| !set.contains(n));
    (gone.collect(), &to[kept..])
}

impl View {
    /// Statements that make the options of another's.
    fn set(&self, from: &Self) -> Vec<String> {
        let mut actions = options(&from.options, &self.options);
        if self.check_option != from.check_option {
            actions.push(match self.check_option {
                None => "RESET (check_option)".to_string(),
                Some(CheckOption::Local) => "SET (check_option=local)".to_string(),
                Some(CheckOption::Cascaded) => "SET (check_option=cascaded)".to_string(),
            });
        }
        if actions.is_empty() {
            return Vec::new();
        }
        vec![format!("ALTER VIEW {} {}", self.view, actions.join(", "))]
    }

    fn statement(&self, command: &str, columns: &str) -> String {
        let check = match self.check_option {
            None => "",
            Some(CheckOption::Local) => "\n  WITH LOCAL CHECK OPTION",
            Some(CheckOption::Cascaded) => "\n  WITH CASCADED CHECK OPTION",
        };
        let (view, options, query) = (&self.view, with(&self.options), &self.query);
        format!("{command} VIEW {view}{columns}{options} AS\n{query}{check}")
    }
}

#[cfg(test)]
mod tests {
    use super::resettled;

    fn change(from: &str, to: &str) -> String {
        let list = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        let (from, to) = (list(from), list(to));
        let (gone, set) = resettled(&from, &to);
        format!("-({}) +({})", gone.join(" "), set.join(" "))
    }

    #[test]
    fn options_are_set_in_their_order() {
        assert_eq!(change("a=1", "a=1 b=2"), "-() +(b=2)");
        assert_eq!(change("a=1", "b=2 a=1"), "-() +(b=2 a=1)");
        assert_eq!(change("a=1 b=2 c=3", "a=1 c=4"), "-(b) +(c=4)");
        assert_eq!(change("a=1 toast.b=2", ""), "-(a toast.b) +()");
        assert_eq!(change("a=1", "a=1"), "-() +()");
    }
}
