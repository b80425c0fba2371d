//! Ordinary and partitioned tables: <https://www.postgresql.org/docs/current/sql-createtable.html>.
//! Columns, constraints, inheritance and the attachment to a parent are facts of their own.

mod alter;
mod linked;
pub mod rows;

pub(in crate::kind) use alter::persistence;
pub use alter::{changed, default_tablespace, has_heirs, heirs};

use crate::error::Result;
use crate::fact::modelled::{Relation, Sort};
use crate::fact::{Definition, Drawn, Fate, Fields, Modelled, Own, Risk, Scope, Space, Sql, word};
use crate::kind::inheritance::Inheritance;
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use crate::pg::tree::{self, Kind, Node};
use serde::{Deserialize, Serialize};

/// How a partitioned table is partitioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partitioned {
    /// `RANGE`, `LIST` or `HASH`.
    #[serde(deserialize_with = "word::given")]
    pub by: String,
    /// The parenthesised key.
    pub key: String,
}

impl Partitioned {
    /// Columns that the key has, be it in expressions.
    fn columns(&self) -> Vec<String> {
        fn collect(node: &Node, found: &mut Vec<String>) {
            match &node.kind {
                Kind::Column { names, .. } => found.extend(names.last().cloned()),
                Kind::Element { name, .. } => found.extend(name.clone()),
                _ => {}
            }
            node.kind.each(&mut |child| collect(child, found));
        }
        let mut found = Vec::new();
        if let Ok(tree) = tree::partition_key(&self.key) {
            collect(&tree.root, &mut found);
        }
        found
    }
}

/// A row of `pg_class` of relkind `r` or `p`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub name: QName,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// The composite type of a typed table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_type: Option<QName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partitioned: Option<Partitioned>,
    /// Where it is not `heap`, or a partitioned table names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_method: Option<String>,
    /// Storage parameters as `name=value`, those of the TOAST table as `toast.name=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// `NOTHING` or `FULL`; an index as identity is a mark of the index.
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "Option::is_none")]
    pub replica_identity: Option<String>,
    /// Policies decide which rows a role sees; without any, none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub row_security: bool,
    /// The owner is subject to them as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force_row_security: bool,
}

/// The list of parameters in WITH or SET, without parentheses; values are quoted where they are
/// not plain words.
pub fn parameters(options: &[String]) -> String {
    let one = |option: &String| {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let name = match name.strip_prefix("toast.") {
            Some(name) => format!("toast.{}", ident(name)),
            None => ident(name),
        };
        let value = if ident(value) == value { value.to_string() } else { literal(value) };
        format!("{name}={value}")
    };
    options.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What follows the name in CREATE TABLE: what is made within the table, and what it inherits from.
pub(in crate::kind) fn body(scope: &Scope) -> String {
    let mut parents = Vec::new();
    let mut clauses = Vec::new();
    for clause in scope.clauses() {
        match clause.strip_prefix(Inheritance::CLAUSE) {
            Some(parent) => parents.push(parent.to_string()),
            None => clauses.push(clause),
        }
    }
    let list = match clauses.is_empty() {
        true => String::new(),
        false => format!("\n    {}\n", clauses.join(",\n    ")),
    };
    match parents.is_empty() {
        true => format!("({list})"),
        false => format!("({list}) INHERITS ({})", parents.join(", ")),
    }
}

/// Rows counted one by one; beyond it the planner's estimate is near enough.
pub const COUNTED: i32 = 100_000;

impl Table {
    /// Statements that make row security what it is here; `before`: whether it was on, and forced.
    fn secure(&self, before: (bool, bool)) -> Vec<String> {
        let words = [
            (self.row_security, before.0, ["DISABLE", "ENABLE"]),
            (self.force_row_security, before.1, ["NO FORCE", "FORCE"]),
        ];
        let changed = words.into_iter().filter(|(is, was, _)| is != was);
        let set = |(is, _, words): (bool, bool, [&str; 2])| {
            let word = words[usize::from(is)];
            format!("ALTER TABLE {} {word} ROW LEVEL SECURITY", self.name)
        };
        changed.map(set).collect()
    }

    /// Whether the table's owner may not see all of its rows.
    pub fn hides_rows(&self) -> bool {
        self.row_security && self.force_row_security
    }

    /// The query that tells how much the table holds, where it cannot be read as a whole: by its size.
    pub fn filled(&self, what: &str) -> String {
        format!(
            "SELECT {} || pg_catalog.pg_size_pretty(s.size) \
             FROM (SELECT pg_catalog.sum(pg_catalog.pg_relation_size(t.relid)) AS size FROM \
             (SELECT {name}::pg_catalog.regclass AS relid UNION SELECT p.relid \
             FROM pg_catalog.pg_partition_tree({name}) AS p) AS t) AS s WHERE s.size > 0",
            literal(&format!("{what}, ")),
            name = literal(&self.name.to_string())
        )
    }

    /// The query that tells which rows go with the table. A partitioned table takes its partitions
    /// along, an ordinary one never its children.
    fn rows(&self, scope: &Scope) -> String {
        let stays = heirs(scope).into_iter().filter(|heir| heir.stays());
        let stays: Vec<QName> =
            stays.filter_map(|h| rows::table(&h).map(|t| t.name.clone())).collect();
        let but = rows::without(&stays);
        let name = literal(&self.name.to_string());
        // What has gone to the trash has none that are far.
        let moved = rows::name(scope) != Some(&self.name);
        let far = self.partitioned.is_some() && !moved && rows::is_partly_far(scope);
        let (only, size) = match self.partitioned {
            Some(_) => (
                "",
                format!(
                    "(SELECT pg_catalog.sum(pg_catalog.pg_table_size(t.tableoid)) \
                     FROM (SELECT p.relid FROM pg_catalog.pg_partition_tree({name}) AS p) AS t(tableoid) \
                     WHERE true{but})"
                ),
            ),
            None => ("ONLY ", "pg_catalog.pg_table_size(c.oid)".to_string()),
        };
        let (from, condition) = match far {
            true => (rows::near(scope, "1", &stays), String::new()),
            false => (format!("{only}{}", self.name), format!(" WHERE true{but}")),
        };
        format!(
            "SELECT CASE WHEN n.rows = 1 THEN '1 row' WHEN n.rows <= {COUNTED} THEN n.rows || ' rows' \
             ELSE 'about ' || GREATEST(c.reltuples::pg_catalog.int8, n.rows) || ' rows' END \
             || ', ' || pg_catalog.pg_size_pretty({size}) \
             FROM pg_catalog.pg_class c, (SELECT pg_catalog.count(*) AS rows \
             FROM (SELECT FROM {from}{condition} LIMIT {COUNTED} + 1) AS r) AS n \
             WHERE c.oid = {name}::pg_catalog.regclass AND n.rows > 0"
        )
    }
}

impl Definition for Table {
    const KIND: &'static str = "table";
    const ABOUT: &'static str = "storage parameters, access method, tablespace, unlogged, `OF` a type, replica identity, clustered index; row security, enabled and forced";
    const CHANGES: &'static str = "in place; made anew where it becomes partitioned, is so no longer, or a column of its key gets another type";
    const RELATIONS: usize = 3;
    const QUERY: &'static str = include_str!("../../sql/catalog/table.sql");
    /// Two settle what is made within the table, identities and constraints' indexes; the last one is for foreign keys
    /// that are not there while tables in a circle change.
    const COMMANDS: &'static [&'static str] =
        &["CREATE TABLE", "ALTER TABLE", "DROP TABLE", "ALTER SEQUENCE", "ALTER INDEX", "COMMENT"];
    const CHOSEN: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(partitioned) = &mut self.partitioned {
            to.sql(Sql::PartitionKey { of: self.name.clone() }, &mut partitioned.key)?;
        }
        if let Some(of_type) = &mut self.of_type {
            to.object(Space::Type, of_type)?;
        }
        to.tablespace(&mut self.tablespace)?;
        to.object(Space::Relation, &mut self.name)
    }

    fn drawn(&self) -> Option<Drawn> {
        Some(Drawn::Relation {
            name: self.name.clone(),
            sort: self.partitioned.as_ref().map(|_| "partitioned"),
        })
    }

    fn modelled(&self) -> Option<Modelled> {
        let key = |it: &Partitioned| format!("{} {}", it.by, it.key);
        Some(Modelled::Relation(Relation {
            partition_by: self.partitioned.as_ref().map(key),
            unlogged: self.unlogged,
            method: self.access_method.clone(),
            tablespace: self.tablespace.clone(),
            ..Relation::new(&self.name, Sort::Table)
        }))
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TABLE {}", self.name)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let persistence = if self.unlogged { "UNLOGGED " } else { "" };
        let mut sql = format!("CREATE {persistence}TABLE {} {}", self.name, body(scope));
        if let Some(Partitioned { by, key }) = &self.partitioned {
            sql += &format!(" PARTITION BY {by} {key}");
        }
        if let Some(method) = &self.access_method {
            sql += &format!(" USING {}", ident(method));
        }
        if !self.options.is_empty() {
            sql += &format!(" WITH ({})", parameters(&self.options));
        }
        if let Some(tablespace) = &self.tablespace {
            sql += &format!(" TABLESPACE {}", ident(tablespace));
        }
        Ok(vec![sql])
    }

    fn settle(&self, _scope: &Scope) -> Result<Vec<String>> {
        let mut statements = Vec::new();
        if let Some(of_type) = &self.of_type {
            statements.push(format!("ALTER TABLE ONLY {} OF {of_type}", self.name));
        }
        if let Some(identity) = &self.replica_identity {
            statements.push(format!("ALTER TABLE ONLY {} REPLICA IDENTITY {identity}", self.name));
        }
        statements.extend(self.secure((false, false)));
        Ok(statements)
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        self.alteration(from, scope)
    }

    fn fixes(&self) -> Vec<String> {
        self.partitioned.as_ref().map(Partitioned::columns).unwrap_or_default()
    }

    fn waits(&self, from: &Self, scope: &Scope) -> Vec<usize> {
        if self.unlogged == from.unlogged { Vec::new() } else { self.linked(scope) }
    }

    fn risks(&self, from: Option<&Self>, _scope: &Scope) -> Vec<Risk> {
        let rewritten = from.is_some_and(|from| self.is_rewritten(from));
        let risk = || Risk { hazard: "table_rewrite", relation: self.name.clone(), trial: None };
        rewritten.then(risk).into_iter().collect()
    }

    fn fate(&self) -> Fate {
        Fate::Trashed
    }

    fn data_probe(&self, scope: &Scope) -> Option<String> {
        Some(if self.hides_rows() { self.filled("rows") } else { self.rows(scope) })
    }
}
