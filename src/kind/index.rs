//! Indexes that belong to no constraint, and what constraints share with them.
//!
//! <https://www.postgresql.org/docs/current/sql-createindex.html>. An index of a partitioned table is
//! made without its parts (`ON ONLY`), as pg_dump does; `index_partition` attaches them.

mod modelled;
mod online;
mod storage;

pub(in crate::kind) use modelled::element;
pub(in crate::kind) use online::build;
pub(in crate::kind) use storage::Place;

use super::constraint::duplicates;
use super::materialized_view::MaterializedView;
use super::table::{Table, parameters};
use crate::error::Result;
use crate::fact::{
    Definition, Doubt, Fate, Fields, Gentle, Modelled, Own, Part, Risk, Scope, Space, Sql,
};
use crate::model::{Address, QName};
use crate::pg::quote::{ident, idents};
use serde::{Deserialize, Serialize};

/// An index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// Its own name; the schema is always the relation's.
    pub index: QName,
    /// The table or materialized view.
    pub relation: QName,
    /// Whether the relation is a partitioned table.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partitioned: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// `NULLS NOT DISTINCT`, since 15.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nulls_not_distinct: bool,
    /// The access method.
    pub method: String,
    pub elements: Vec<Element>,
    /// Columns that are stored but not searched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    #[serde(flatten)]
    pub storage: Storage,
}

/// What an element of an index is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Column(String),
    /// With parentheses where the grammar wants them.
    Expression(String),
}

/// An element of an index or of an exclusion constraint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    #[serde(flatten)]
    pub key: Key,
    /// Where it is not the one of the column or expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QName>,
    /// Where it is not the default one of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opclass: Option<QName>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opclass_options: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub descending: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub nulls_first: bool,
    /// Statistics target; only expressions have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
}

/// Storage of an index, and the marks it has in its table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Storage {
    /// Storage parameters as `name=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Where it is not the database's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// `CLUSTER` of the table uses it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub clustered: bool,
    /// It is the replica identity of the table.
    #[serde(default, skip_serializing_if = "is_false")]
    pub replica_identity: bool,
    /// Extensions that it depends on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
}

/// For fields that are stored only when set.
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

/// ` WITH (...)`, or nothing when there are no options.
pub(super) fn with(options: &[String]) -> String {
    if options.is_empty() { String::new() } else { format!(" WITH ({})", parameters(options)) }
}

/// ` INCLUDE (...)`, or nothing when there are no columns.
pub(super) fn including(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", idents(columns)) }
}

impl Element {
    /// Hands over its names and texts; see [`Definition::fields`].
    pub(super) fn fields(&mut self, of: &QName, to: &mut dyn Fields) -> Result<()> {
        match &mut self.key {
            Key::Column(name) => to.part(Part::Column, of, name)?,
            Key::Expression(text) => to.sql(Sql::Expression { of: Some(of.clone()) }, text)?,
        }
        if let Some(collation) = &mut self.collation {
            to.object(Space::Collation, collation)?;
        }
        if let Some(opclass) = &mut self.opclass {
            to.object(Space::OpClass, opclass)?;
        }
        Ok(())
    }

    /// Is the column that it is a cast of no more; see [`Definition::shed_casts`].
    pub(super) fn shed_cast(
        &mut self,
        of: &QName,
        column: &dyn Fn(&QName, &str) -> Option<String>,
    ) {
        if let Key::Expression(text) = &self.key
            && let Some(name) = column(of, text)
        {
            self.key = Key::Column(name);
            self.statistics = None;
        }
    }

    /// What is compared.
    pub(super) fn compared(&self) -> String {
        let key = match &self.key {
            Key::Column(name) => ident(name),
            Key::Expression(text) => text.clone(),
        };
        let collation = self.collation.as_ref().map(|c| format!(" COLLATE {c}"));
        key + &collation.unwrap_or_default()
    }

    /// As `CREATE INDEX` takes it.
    pub(super) fn sql(&self) -> String {
        let mut sql = match &self.key {
            Key::Column(name) => ident(name),
            Key::Expression(text) => text.clone(),
        };
        if let Some(collation) = &self.collation {
            sql += &format!(" COLLATE {collation}");
        }
        if let Some(opclass) = &self.opclass {
            sql += &format!(" {opclass}");
        }
        if !self.opclass_options.is_empty() {
            sql += &format!(" ({})", parameters(&self.opclass_options));
        }
        // Each direction has its own default for nulls.
        sql += match (self.descending, self.nulls_first) {
            (false, false) => "",
            (false, true) => " NULLS FIRST",
            (true, true) => " DESC",
            (true, false) => " DESC NULLS LAST",
        };
        sql
    }
}

impl Storage {
    /// Statements that give a new index what its creation cannot.
    pub(super) fn settle<'a>(
        &self,
        index: &QName,
        relation: &QName,
        elements: impl Iterator<Item = &'a Element>,
    ) -> Vec<String> {
        let name = ident(&index.name);
        let mut list = Vec::new();
        for (number, element) in (1..).zip(elements) {
            if let Some(target) = element.statistics {
                list.push(format!(
                    "ALTER INDEX {index} ALTER COLUMN {number} SET STATISTICS {target}"
                ));
            }
        }
        if self.clustered {
            list.push(format!("ALTER TABLE {relation} CLUSTER ON {name}"));
        }
        if self.replica_identity {
            list.push(format!("ALTER TABLE ONLY {relation} REPLICA IDENTITY USING INDEX {name}"));
        }
        for extension in &self.extensions {
            list.push(format!("ALTER INDEX {index} DEPENDS ON EXTENSION {}", ident(extension)));
        }
        list
    }
}

impl Index {
    /// The same without what it can be told later.
    fn bare(&self) -> Index {
        let mut bare = Index { storage: Storage::default(), ..self.clone() };
        bare.elements.iter_mut().for_each(|e| e.statistics = None);
        bare
    }

    fn columns(&self) -> Vec<&Element> {
        self.elements.iter().collect()
    }

    fn statement(&self) -> String {
        let unique = if self.unique { "UNIQUE " } else { "" };
        format!("CREATE {unique}INDEX {} {}", ident(&self.index.name), self.rest())
    }

    /// The statement from ON on.
    fn rest(&self) -> String {
        let elements = self.elements.iter().map(Element::sql).collect::<Vec<_>>().join(", ");
        let mut sql = format!(
            "ON {}{} USING {} ({elements}){}",
            if self.partitioned { "ONLY " } else { "" },
            self.relation,
            ident(&self.method),
            including(&self.include),
        );
        if self.nulls_not_distinct {
            sql += " NULLS NOT DISTINCT";
        }
        sql += &with(&self.storage.options);
        if let Some(tablespace) = &self.storage.tablespace {
            sql += &format!(" TABLESPACE {}", ident(tablespace));
        }
        if let Some(predicate) = &self.predicate {
            sql += &format!(" WHERE {predicate}");
        }
        sql
    }
}

impl Definition for Index {
    const KIND: &'static str = "index";
    const ABOUT: &'static str = "every access method, expressions, partial, INCLUDE, operator classes, collations, order, options, tablespace";
    const CHANGES: &'static str = "in place: storage; else anew";
    const RELATIONS: usize = 1;
    const QUERY: &'static str = include_str!("../../sql/catalog/index.sql");
    const COMMANDS: &'static [&'static str] =
        &["CREATE INDEX", "ALTER INDEX", "ALTER TABLE", "DROP INDEX"];
    const ADJUSTS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        let of = self.relation.clone();
        for element in &mut self.elements {
            element.fields(&of, to)?;
        }
        for column in &mut self.include {
            to.part(Part::Column, &of, column)?;
        }
        if let Some(predicate) = &mut self.predicate {
            to.sql(Sql::Expression { of: Some(of) }, predicate)?;
        }
        to.tablespace(&mut self.storage.tablespace)?;
        to.object(Space::Relation, &mut self.index)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn shed_casts(&mut self, column: &dyn Fn(&QName, &str) -> Option<String>) {
        for element in &mut self.elements {
            element.shed_cast(&self.relation, column);
        }
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(modelled::index(self))
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.index.name)
    }

    fn fate(&self) -> Fate {
        Fate::WithTable
    }

    fn name(&self, _scope: &Scope) -> String {
        self.index.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("INDEX {}", self.index)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement()])
    }

    fn gently(&self, statement: &str, _scope: &Scope) -> Option<Gentle> {
        let made = !self.partitioned && statement == self.statement();
        made.then(|| Gentle::Online(build(&self.index, self.unique, &self.rest(), Vec::new())))
    }

    fn settle(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(self.storage.settle(&self.index, &self.relation, self.elements.iter()))
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        if self.bare() != from.bare() {
            return None;
        }
        let (index, relation, partitioned) = (&self.index, &self.relation, self.partitioned);
        let place = Place { index, relation, partitioned };
        self.storage.since(&from.storage, (&self.columns(), &from.columns()), place, scope)
    }

    /// While it is made or moved, nobody writes to the table.
    fn risks(&self, from: Option<&Self>, _scope: &Scope) -> Vec<Risk> {
        let stays = |from: &Self| {
            self.bare() == from.bare() && self.storage.tablespace == from.storage.tablespace
        };
        let made = !self.partitioned && !from.is_some_and(stays);
        let risk = || Risk { hazard: "long_lock", relation: self.relation.clone(), trial: None };
        made.then(risk).into_iter().collect()
    }

    fn doubts(&self, from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        let same = from.is_some_and(|from| self.bare() == from.bare());
        let has_rows = |of: &Scope| {
            of.def().as_any().is::<Table>() || of.def().as_any().is::<MaterializedView>()
        };
        let relation = scope.parent().filter(has_rows);
        match relation.filter(|_| self.unique && !self.partitioned && !same) {
            Some(relation) => {
                let keys: Vec<String> = self.elements.iter().map(Element::compared).collect();
                let distinct = !self.nulls_not_distinct;
                let of = (&relation, &self.relation, scope);
                duplicates(of, &keys, distinct, self.predicate.as_deref())
            }
            None => Vec::new(),
        }
    }

    fn bars(&self, scope: &Scope) -> Vec<Doubt> {
        Definition::doubts(self, None, scope)
    }

    /// An attached index cannot be dropped by itself: it went along with the one it is a part of.
    fn drop(&self, scope: &Scope) -> Vec<String> {
        let at = scope.facts.all[scope.fact].at;
        let attached = scope.facts.owner(Address(2611, at.1, 0)).is_some();
        vec![format!("DROP INDEX {}{}", if attached { "IF EXISTS " } else { "" }, self.index)]
    }
}
