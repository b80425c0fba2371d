//! Materialized views, made empty; `contents` fills them.
//!
//! <https://www.postgresql.org/docs/current/sql-creatematerializedview.html>.

use super::index::Index;
use super::index::with;
use super::routine::depends;
use super::view::{columns, options};
use crate::error::Result;
use crate::fact::modelled::{Relation, Sort};
use crate::fact::{Definition, Drawn, Fields, Modelled, Own, Risk, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::canonical;
use crate::pg::quote::ident;
use serde::{Deserialize, Serialize};

/// A materialized view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MaterializedView {
    pub view: QName,
    /// The table access method.
    pub method: String,
    /// Storage parameters as `name=value`, those of the TOAST table as `toast.name=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Where it is not the database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// Where it is neither the default nor an index, whose own mark that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica_identity: Option<ReplicaIdentity>,
    /// Extensions that it depends on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// As `pg_get_viewdef` prints it, without the semicolon.
    pub query: String,
}

/// What identifies a row for logical replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentity {
    Nothing,
    Full,
}

impl Definition for MaterializedView {
    const KIND: &'static str = "materialized view";
    const ABOUT: &'static str = "query, column names, access method, tablespace, options";
    const CHANGES: &'static str = "in place, all but the query; else anew";
    const RELATIONS: usize = 3;
    const QUERY: &'static str = include_str!("../../sql/catalog/materialized_view.sql");
    const COMMANDS: &'static [&'static str] = &[
        "CREATE MATERIALIZED VIEW",
        "ALTER MATERIALIZED VIEW",
        "ALTER TABLE",
        "DROP MATERIALIZED VIEW",
    ];
    const CHOSEN: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.sql(Sql::Query { view: self.view.clone() }, &mut self.query)?;
        to.tablespace(&mut self.tablespace)?;
        to.object(Space::Relation, &mut self.view)
    }

    fn drawn(&self) -> Option<Drawn> {
        Some(Drawn::Relation { name: self.view.clone(), sort: Some("materialized view") })
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Relation(Relation::new(&self.view, Sort::MaterializedView)))
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.view)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.view.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("MATERIALIZED VIEW {}", self.view)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut sql = format!("CREATE MATERIALIZED VIEW {}{}", self.view, columns(scope));
        // Steps run under `default_table_access_method = heap`.
        if self.method != "heap" {
            sql += &format!(" USING {}", ident(&self.method));
        }
        sql += &with(&self.options);
        if let Some(tablespace) = &self.tablespace {
            sql += &format!(" TABLESPACE {}", ident(tablespace));
        }
        Ok(vec![format!("{sql} AS\n{}\n  WITH NO DATA", self.query)])
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        let identity = self.replica_identity.map(|identity| self.identify(Some(identity)));
        let extensions = depends(&self.object(scope), &[], &self.extensions);
        Ok(identity.into_iter().chain(extensions).collect())
    }

    /// All but the query; nobody can say here which tablespace is the database's.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let moved = self.tablespace != from.tablespace;
        if !same_query(&self.query, &from.query) || (moved && self.tablespace.is_none()) {
            return None;
        }
        let mut actions = Vec::new();
        if self.method != from.method {
            actions.push(format!("SET ACCESS METHOD {}", ident(&self.method)));
        }
        if let Some(tablespace) = self.tablespace.as_ref().filter(|_| moved) {
            actions.push(format!("SET TABLESPACE {}", ident(tablespace)));
        }
        actions.extend(options(&from.options, &self.options));
        let object = self.object(scope);
        let mut statements: Vec<String> =
            actions.into_iter().map(|action| format!("ALTER {object} {action}")).collect();
        // An index that identifies rows is marked by itself.
        let by_index = scope.children::<Index>().iter().any(|i| i.storage.replica_identity);
        if self.replica_identity != from.replica_identity && !by_index {
            statements.push(self.identify(self.replica_identity));
        }
        statements.extend(depends(&object, &from.extensions, &self.extensions));
        Some(statements)
    }

    fn risks(&self, from: Option<&Self>, _scope: &Scope) -> Vec<Risk> {
        let moved = |f: &&Self| self.method != f.method || self.tablespace != f.tablespace;
        let risk = |_| Risk { hazard: "table_rewrite", relation: self.view.clone(), trial: None };
        from.filter(moved).map(risk).into_iter().collect()
    }
}

impl MaterializedView {
    /// The server has this for materialized views under ALTER TABLE only by its manual.
    fn identify(&self, identity: Option<ReplicaIdentity>) -> String {
        let word = match identity {
            None => "DEFAULT",
            Some(ReplicaIdentity::Nothing) => "NOTHING",
            Some(ReplicaIdentity::Full) => "FULL",
        };
        format!("ALTER TABLE ONLY {} REPLICA IDENTITY {word}", self.view)
    }
}

/// Whether two queries are the same to this server, as far as it knows what they name.
fn same_query(one: &str, other: &str) -> bool {
    one == other
        || canonical::query(one)
            .is_ok_and(|one| canonical::query(other).is_ok_and(|other| one == other))
}
