//! Constraints of tables: primary key, unique, check, foreign key, exclusion.
//!
//! <https://www.postgresql.org/docs/current/sql-createtable.html>,
//! <https://www.postgresql.org/docs/current/catalog-pg-constraint.html>. Not-null constraints are their column's.

mod alter;
mod doubts;
mod drawn;
mod gentle;
mod left;
mod modelled;
mod unfit;

pub(in crate::kind) use doubts::duplicates;

use super::index::{Element, Storage, including, is_false, with};
use crate::error::Result;
use crate::fact::{
    Definition, Doubt, Drawn, Fate, Fields, Gentle, Modelled, Own, Part, Risk, Scope, Space, Sql,
    Unfit,
};
use crate::kind::inheritance::parents_by_now;
use crate::kind::table::Table;
use crate::model::{Address, QName};
use crate::pg::quote::{ident, idents};
use serde::{Deserialize, Serialize};

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    pub relation: QName,
    /// Also the name of the index, where it has one.
    pub name: String,
    /// Whether the relation is a partitioned table.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partitioned: bool,
    #[serde(flatten)]
    pub rule: Rule,
    #[serde(default, skip_serializing_if = "is_false")]
    pub deferrable: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub deferred: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_valid: bool,
    /// `NOT ENFORCED`, since 18.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_enforced: bool,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Rule {
    PrimaryKey(Keys),
    Unique(Keys),
    Check(Check),
    ForeignKey(ForeignKey),
    Exclusion(Exclusion),
}

/// Columns of a primary key or unique constraint, and their index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Keys {
    pub columns: Vec<String>,
    /// The last column is `WITHOUT OVERLAPS`, since 18.
    #[serde(default, skip_serializing_if = "is_false")]
    pub period: bool,
    /// Columns that the index stores besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`, since 15.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nulls_not_distinct: bool,
    #[serde(flatten)]
    pub storage: Storage,
}

/// A condition on each row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    pub expression: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_inherit: bool,
}

/// A reference to another table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub foreign: QName,
    pub foreign_columns: Vec<String>,
    /// The last column is a `PERIOD`, since 18.
    #[serde(default, skip_serializing_if = "is_false")]
    pub period: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub match_full: bool,
    /// `NO ACTION` when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_update: Option<Action>,
    /// `NO ACTION` when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<Action>,
    /// The columns that `ON DELETE SET` sets, where they are not all, since 15.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delete_columns: Vec<String>,
}

/// What happens to a row when the row that it refers to changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl Action {
    fn sql(self) -> &'static str {
        match self {
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        }
    }
}

/// No two rows for which all operators hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exclusion {
    /// The access method of the index.
    pub method: String,
    pub elements: Vec<Excluded>,
    /// Columns that the index stores besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    #[serde(flatten)]
    pub storage: Storage,
}

/// An element of an exclusion constraint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Excluded {
    #[serde(flatten)]
    pub element: Element,
    pub operator: QName,
}

impl Excluded {
    fn sql(&self) -> String {
        format!("{} WITH {}", self.element.sql(), self.operator())
    }

    fn operator(&self) -> String {
        let QName { schema, name } = &self.operator;
        match schema.as_str() {
            "pg_catalog" => name.clone(),
            _ => format!("OPERATOR({}.{name})", ident(schema)),
        }
    }
}

impl Keys {
    fn sql(&self, word: &str) -> String {
        let mut sql = word.to_string();
        if self.nulls_not_distinct {
            sql += " NULLS NOT DISTINCT";
        }
        let overlaps = if self.period { " WITHOUT OVERLAPS" } else { "" };
        sql += &format!(" ({}{overlaps})", idents(&self.columns));
        sql + &including(&self.include) + &stored(&self.storage)
    }
}

impl Exclusion {
    fn sql(&self) -> String {
        let elements = self.elements.iter().map(Excluded::sql).collect::<Vec<_>>().join(", ");
        let mut sql = format!("EXCLUDE USING {} ({elements})", ident(&self.method));
        sql += &including(&self.include);
        sql += &stored(&self.storage);
        if let Some(predicate) = &self.predicate {
            sql += &format!(" WHERE ({predicate})");
        }
        sql
    }
}

/// ` WITH (...) USING INDEX TABLESPACE ...`, or nothing.
fn stored(storage: &Storage) -> String {
    let mut sql = with(&storage.options);
    if let Some(tablespace) = &storage.tablespace {
        sql += &format!(" USING INDEX TABLESPACE {}", ident(tablespace));
    }
    sql
}

impl ForeignKey {
    fn sql(&self) -> String {
        let list = |columns: &[String]| match columns {
            [rest @ .., last] if self.period => {
                let mut list: Vec<String> = rest.iter().map(|c| ident(c)).collect();
                list.push(format!("PERIOD {}", ident(last)));
                list.join(", ")
            }
            _ => idents(columns),
        };
        let mut sql = format!(
            "FOREIGN KEY ({}) REFERENCES {} ({})",
            list(&self.columns),
            self.foreign,
            list(&self.foreign_columns)
        );
        if self.match_full {
            sql += " MATCH FULL";
        }
        if let Some(action) = self.on_update {
            sql += &format!(" ON UPDATE {}", action.sql());
        }
        if let Some(action) = self.on_delete {
            sql += &format!(" ON DELETE {}", action.sql());
        }
        if !self.delete_columns.is_empty() {
            sql += &format!(" ({})", idents(&self.delete_columns));
        }
        sql
    }
}

impl Rule {
    fn sql(&self) -> String {
        match self {
            Rule::PrimaryKey(keys) => keys.sql("PRIMARY KEY"),
            Rule::Unique(keys) => keys.sql("UNIQUE"),
            Rule::Check(check) => {
                let inherit = if check.no_inherit { " NO INHERIT" } else { "" };
                format!("CHECK ({}){inherit}", check.expression)
            }
            Rule::ForeignKey(key) => key.sql(),
            Rule::Exclusion(exclusion) => exclusion.sql(),
        }
    }

    /// What `CREATE TABLE` merges two constraints by (`transformIndexConstraints`).
    fn likeness(&self) -> Option<(&[String], &[String], Vec<String>)> {
        match self {
            Rule::PrimaryKey(keys) | Rule::Unique(keys) => {
                Some((&keys.columns, &keys.include, Vec::new()))
            }
            Rule::Exclusion(it) => {
                Some((&[], &it.include, it.elements.iter().map(Excluded::sql).collect()))
            }
            Rule::Check(_) | Rule::ForeignKey(_) => None,
        }
    }

    /// Of the index that comes with it.
    fn storage(&mut self) -> Option<&mut Storage> {
        match self {
            Rule::PrimaryKey(keys) | Rule::Unique(keys) => Some(&mut keys.storage),
            Rule::Exclusion(it) => Some(&mut it.storage),
            Rule::Check(_) | Rule::ForeignKey(_) => None,
        }
    }

    fn fields(&mut self, of: &QName, to: &mut dyn Fields) -> Result<()> {
        let mut columns = |list: &mut [String], of: &QName| -> Result<()> {
            list.iter_mut().try_for_each(|column| to.part(Part::Column, of, column))
        };
        match self {
            Rule::PrimaryKey(keys) | Rule::Unique(keys) => {
                columns(&mut keys.columns, of)?;
                columns(&mut keys.include, of)
            }
            Rule::Check(check) => {
                to.sql(Sql::Expression { of: Some(of.clone()) }, &mut check.expression)
            }
            Rule::ForeignKey(key) => {
                columns(&mut key.columns, of)?;
                columns(&mut key.delete_columns, of)?;
                columns(&mut key.foreign_columns, &key.foreign)?;
                to.object(Space::Relation, &mut key.foreign)
            }
            Rule::Exclusion(exclusion) => {
                columns(&mut exclusion.include, of)?;
                for excluded in &mut exclusion.elements {
                    excluded.element.fields(of, to)?;
                    to.object(Space::Operator, &mut excluded.operator)?;
                }
                match &mut exclusion.predicate {
                    Some(text) => to.sql(Sql::Expression { of: Some(of.clone()) }, text),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Constraint {
    fn clause(&self) -> String {
        let mut sql = format!("CONSTRAINT {} {}", ident(&self.name), self.rule.sql());
        if self.deferrable {
            sql += " DEFERRABLE";
        }
        if self.deferred {
            sql += " INITIALLY DEFERRED";
        }
        if self.not_enforced {
            sql += " NOT ENFORCED";
        }
        if self.not_valid {
            sql += " NOT VALID";
        }
        sql
    }

    /// Whether another constraint of the same new table would swallow this one.
    fn swallowed(&self, scope: &Scope) -> bool {
        let siblings = scope.parent().map(|p| p.children::<Constraint>()).unwrap_or_default();
        siblings
            .into_iter()
            .any(|other| other.name < self.name && other.rule.likeness() == self.rule.likeness())
    }
}

/// Whether the table of a constraint is a partition.
fn in_partition(scope: &Scope) -> bool {
    let table = scope.facts.all[scope.fact].parent;
    table.is_some_and(|table| scope.facts.owner(Address(2611, table.1, 0)).is_some())
}

/// Whether a parent of the table has a check of that name.
fn has_from_parent(scope: &Scope) -> bool {
    let own = scope.def().as_any().downcast_ref::<Constraint>();
    let parents = scope.parent().map(|table| parents_by_now(&table)).unwrap_or_default();
    let mut checks = parents.iter().flat_map(|p| p.children::<Constraint>());
    own.is_some_and(|own| checks.any(|c| matches!(c.rule, Rule::Check(_)) && c.name == own.name))
}

impl Definition for Constraint {
    const KIND: &'static str = "constraint";
    const ABOUT: &'static str = "primary key, unique, check, foreign key, exclusion; deferrable, NOT VALID, NO INHERIT; tablespace of the index";
    const CHANGES: &'static str =
        "in place: deferrable of a foreign key, NOT VALID, storage; else anew";
    const QUERY: &'static str = include_str!("../../sql/catalog/constraint.sql");
    const COMMANDS: &'static [&'static str] =
        &["ALTER TABLE", "ALTER INDEX", "CREATE INDEX", "DROP INDEX", "COMMENT", "UPDATE"];
    const ADJUSTS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        self.rule.fields(&self.relation, to)?;
        if let Some(storage) = self.rule.storage() {
            to.tablespace(&mut storage.tablespace)?;
        }
        to.part(Part::Constraint, &self.relation, &mut self.name)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn fit(&mut self) -> Vec<Unfit> {
        unfit::unfit(self)
    }

    fn drawn(&self) -> Option<Drawn> {
        drawn::drawn(self)
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(modelled::constraint(self))
    }

    fn shed_casts(&mut self, column: &dyn Fn(&QName, &str) -> Option<String>) {
        if let Rule::Exclusion(it) = &mut self.rule {
            for it in &mut it.elements {
                it.element.shed_cast(&self.relation, column);
            }
        }
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    fn makes(&self) -> Option<QName> {
        self.storage().map(|_| self.index())
    }

    /// A check that the table has from a parent too follows the parent's.
    fn rename(&self, new: &str, scope: &Scope) -> Vec<String> {
        if matches!(self.rule, Rule::Check(_)) && has_from_parent(scope) {
            return Vec::new();
        }
        let table = &self.relation;
        let rename = format!(
            "ALTER TABLE {table} RENAME CONSTRAINT {} TO {}",
            ident(&self.name),
            ident(new)
        );
        // The server renames no constraint of a typed table.
        match scope.parent().and_then(|t| t.def().as_any().downcast_ref::<Table>()?.of_type.clone())
        {
            Some(of) => {
                let (apart, again) = ("NOT OF".to_string(), format!("OF {of}"));
                let alter = |what| format!("ALTER TABLE ONLY {table} {what}");
                vec![alter(apart), rename, alter(again)]
            }
            None => vec![rename],
        }
    }

    /// A foreign key would go on to bind the rows of another table.
    fn fate(&self) -> Fate {
        match self.rule {
            Rule::ForeignKey(_) => Fate::Dropped,
            _ => Fate::WithTable,
        }
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{}.{}", self.relation, ident(&self.name))
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("CONSTRAINT {} ON {}", ident(&self.name), self.relation)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        if self.whence(scope)? == left::From::Left {
            return Ok(Vec::new());
        }
        // Checks must reach the children; foreign keys of partitioned tables cannot stay with the parent;
        // the partitions have indexes of their own, which are attached.
        let only = match self.rule {
            Rule::Check(_) | Rule::ForeignKey(_) => "",
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Exclusion(_) => "ONLY ",
        };
        Ok(vec![format!("ALTER TABLE {only}{} ADD {}", self.relation, self.clause())])
    }

    fn gently(&self, statement: &str, scope: &Scope) -> Option<Gentle> {
        let made = self.create(scope).ok()?;
        made.first().filter(|made| *made == statement).and_then(|_| self.gentle(scope))
    }

    fn inline(&self, scope: &Scope) -> Option<String> {
        let fits = match self.rule {
            Rule::Check(_) => !self.not_valid && !self.not_enforced,
            Rule::ForeignKey(_) => false,
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Exclusion(_) => {
                !self.partitioned && !in_partition(scope) && !self.swallowed(scope)
            }
        };
        fits.then(|| self.clause())
    }

    fn settle(&self, _scope: &Scope) -> Result<Vec<String>> {
        let index = self.index();
        Ok(match &self.rule {
            Rule::PrimaryKey(it) | Rule::Unique(it) => {
                it.storage.settle(&index, &self.relation, std::iter::empty())
            }
            Rule::Exclusion(it) => {
                it.storage.settle(&index, &self.relation, it.elements.iter().map(|e| &e.element))
            }
            Rule::Check(_) | Rule::ForeignKey(_) => Vec::new(),
        })
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        self.alteration(from, scope)
    }

    fn risks(&self, from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        if from.is_none() && self.is_there(scope) { Vec::new() } else { self.locks(from, scope) }
    }

    fn doubts(&self, from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        if from.is_none() && self.is_there(scope) {
            Vec::new()
        } else {
            self.questions(from, scope, false)
        }
    }

    fn bars(&self, scope: &Scope) -> Vec<Doubt> {
        self.questions(None, scope, true)
    }

    fn outlives(&self, scope: &Scope) -> Vec<usize> {
        self.ties(scope)
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        self.dropped(scope)
    }
}
