//! Foreign tables: <https://www.postgresql.org/docs/current/sql-createforeigntable.html>. Their rows are elsewhere: nothing
//! here reads them, and dropping one loses none. Columns, constraints, inheritance and the attachment to a parent are facts
//! of their own, as those of tables.

use super::column::Column;
use super::foreign_data_wrapper::{ForeignOption, options, options_since};
use super::server::Server;
use super::table::body;
use crate::error::{Error, Result};
use crate::fact::modelled::{Relation, Sort};
use crate::fact::{Aside, Definition, Drawn, Fields, Modelled, Own, Scope, Space};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use pgrx::PgSqlErrorCode;
use serde::{Deserialize, Serialize};

/// A row of `pg_foreign_table`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForeignTable {
    pub name: QName,
    pub server: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ForeignOption>,
    /// Schema, table and columns are known by the same names elsewhere, unless options say otherwise.
    #[serde(default, skip_serializing_if = "Aside::is_unknown")]
    pub by_name: Aside<Option<bool>>,
}

/// The options by which postgres_fdw knows the names elsewhere.
const SCHEMA: &str = "schema_name";
const TABLE: &str = "table_name";
const COLUMN: &str = "column_name";

fn says(options: &[ForeignOption], name: &str) -> bool {
    options.iter().any(|option| option.name == name)
}

impl ForeignTable {
    /// Columns that other names lead elsewhere, as they were and are called.
    fn astray(new: &Scope, old: &Scope) -> Vec<String> {
        let (new, old) = (new.children::<Column>(), old.children::<Column>());
        let pairs = old.into_iter().zip(new).filter(|(old, new)| old.name != new.name);
        let silent = pairs.filter(|(old, _)| !says(&old.foreign_options, COLUMN));
        silent.map(|(old, _)| ident(&old.name)).collect()
    }
}

impl Definition for ForeignTable {
    const KIND: &'static str = "foreign table";
    const ABOUT: &'static str = "server, options of the table and of its columns, but for secrets; columns, checks, triggers, inheritance, attachment to a partitioned table";
    const CHANGES: &'static str = "in place; made anew over another server";
    const RELATIONS: usize = 1;
    const QUERY: &'static str = include_str!("../../sql/catalog/foreign_table.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_foreign_table");
    /// The last one settles what is made within the table: identities.
    const COMMANDS: &'static [&'static str] = &[
        "CREATE FOREIGN TABLE",
        "ALTER FOREIGN TABLE",
        "DROP FOREIGN TABLE",
        "ALTER SEQUENCE",
        "COMMENT",
    ];
    const CHOSEN: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.global(Space::Server, &mut self.server)?;
        to.object(Space::Relation, &mut self.name)
    }

    fn drawn(&self) -> Option<Drawn> {
        Some(Drawn::Relation { name: self.name.clone(), sort: Some("foreign table") })
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Relation(Relation::new(&self.name, Sort::ForeignTable)))
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("FOREIGN TABLE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let (name, body, server) = (&self.name, body(scope), ident(&self.server));
        let options = options(&self.options);
        Ok(vec![format!("CREATE FOREIGN TABLE {name} {body} SERVER {server}{options}")])
    }

    /// The options; the server stays for good.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let options = options_since(&self.options, &from.options);
        let statement = || format!("ALTER {}{options}", self.object(scope));
        let changed = (!options.is_empty()).then(statement);
        (self.server == from.server).then(|| changed.into_iter().collect())
    }

    /// Wrappers that go by names find something else, or nothing.
    fn strays(&self, from: &Self, scope: &Scope) -> Vec<String> {
        let Some(before) = scope.before().filter(|_| self.by_name.0 == Some(true)) else {
            return Vec::new();
        };
        let changed = [
            (SCHEMA, self.name.schema != from.name.schema),
            (TABLE, self.name.name != from.name.name),
        ];
        let silent =
            changed.into_iter().filter(|(option, other)| *other && !says(&from.options, option));
        let silent: Vec<&str> = silent.map(|(option, _)| option).collect();
        let columns = Self::astray(scope, &before);
        let (old, new, server) = (&from.name, &self.name, ident(&self.server));
        let mut told = Vec::new();
        if !silent.is_empty() {
            let options = silent.join(" and ");
            told.push(format!(
                "foreign table {old} has no option {options}: as {new} it is another table of server {server}"
            ));
        }
        if !columns.is_empty() {
            let columns = columns.join(", ");
            told.push(format!(
                "columns of foreign table {old} have no option {COLUMN}, and under other names are other columns of server \
                 {server}: {columns}"
            ));
        }
        told
    }

    /// A server that is not followed must be here.
    fn demands(&self, scope: &Scope) -> Vec<(String, Error)> {
        let needs = scope.facts.needs[scope.fact].iter();
        if needs.map(|need| &scope.facts.all[*need]).any(|it| it.get::<Server>().is_some()) {
            return Vec::new();
        }
        let query = format!(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_foreign_server WHERE srvname = {})",
            literal(&self.server)
        );
        let error = Error::new(
            PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
            format!("server \"{}\" does not exist", self.server),
        )
        .detail(format!(
            "Foreign table {} needs it. Servers are followed with the whole database only.",
            self.name
        ))
        .hint("Create it here with CREATE SERVER, or leave the foreign table out by the rule \"exclude\".");
        vec![(query, error)]
    }
}
