//! Columns of tables, foreign tables, views and materialized views, and attributes of composite types:
//! <https://www.postgresql.org/docs/current/catalog-pg-attribute.html>.
//!
//! What a column would have without being told (its type's storage, what it inherits) is not said,
//! by the rules of pg_dump: `flagInhAttrs` and `dumpTableSchema` in its source.

mod alter;
mod cast;
pub(super) mod doubts;
mod given;
pub(super) mod lend;
mod loss;
mod modelled;
pub(super) mod not_null;
mod proofs;
pub(super) mod reshape;
mod stored;
mod unfit;
mod wrapped;

use crate::error::Result;
use crate::fact::{
    Definition, Doubt, Drawn, Exposed, Fate, Fields, Gentle, Laid, Modelled, Outdated, Own, Part,
    Risk, Scope, Space, Sql, Unfit, word,
};
use crate::kind::default::ColumnDefault;
use crate::kind::foreign_data_wrapper::{ForeignOption, options};
use crate::kind::inheritance::Inheritance;
use crate::kind::partition::Partition;
use crate::kind::table::{Table, parameters};
use crate::model::QName;
use crate::pg::quote::ident;
use given::{is_brought, is_given, is_typed};
use not_null::{NotNullApart, NotNullName};
use serde::{Deserialize, Serialize};

/// What a column is part of; its names are those of the kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    Table,
    #[serde(rename = "foreign table")]
    ForeignTable,
    View,
    #[serde(rename = "materialized view")]
    MaterializedView,
    #[serde(rename = "composite type")]
    Composite,
}

impl Of {
    /// The words for it in ALTER, where it has columns of its own.
    fn table(self) -> Option<&'static str> {
        match self {
            Of::Table => Some("TABLE"),
            Of::ForeignTable => Some("FOREIGN TABLE"),
            Of::View | Of::MaterializedView | Of::Composite => None,
        }
    }

    pub fn is_table(self) -> bool {
        self.table().is_some()
    }
}

/// How a generated column is computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generated {
    /// On reading, not stored: from 18 on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub r#virtual: bool,
    pub expression: String,
}

/// A row of `pg_attribute`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub of: Of,
    pub relation: QName,
    pub name: String,
    #[serde(rename = "type")]
    pub type_name: String,
    /// Where it is not the type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<QName>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_null: bool,
    #[serde(default, skip_serializing_if = "NotNullName::is_unknown")]
    pub not_null_name: NotNullName,
    /// NOT NULL holds for new rows only; from 18 on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_null_not_valid: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null_comment: Option<String>,
    /// NOT NULL is the table's own where the column is inherited, or the other way round; from 18 on.
    #[serde(default, skip_serializing_if = "NotNullApart::is_usual")]
    pub not_null_apart: NotNullApart,
    /// There only because a parent of the table (not of a partition) has it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inherited: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// `PLAIN`, `EXTERNAL`, `MAIN` or `EXTENDED`, where it is not what the column starts with.
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// `pglz` or `lz4`; `default` where it would inherit one of them.
    #[serde(default, deserialize_with = "word::perhaps", skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
    /// Attribute options as `name=value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Those for the wrapper of a foreign table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign_options: Vec<ForeignOption>,
}

/// The columns of the same name in a table's parents.
struct Parents<'a> {
    columns: Vec<(Scope<'a>, &'a Column)>,
    /// No parent is outside what is followed.
    known: bool,
}

impl<'a> Parents<'a> {
    /// Gives NOT NULL in any case: where a parent has it by a statement of its own, it does so only
    /// to tables that are made later.
    fn not_null(&self) -> bool {
        self.columns.iter().any(|(scope, c)| {
            c.not_null && !c.no_inherit && (!c.inherited || c.parents(scope).not_null())
        })
    }

    /// Some has NOT NULL.
    fn has_not_null(&self) -> bool {
        self.columns.iter().any(|(_, c)| c.not_null)
    }

    /// The default of a parent, or of a parent's parent.
    fn default(&self) -> Option<&'a ColumnDefault> {
        self.columns
            .iter()
            .find_map(|(scope, c)| default_of(scope).or_else(|| c.parents(scope).default()))
    }

    /// Every parent's column is generated by this expression, and there is one.
    fn generate(&self, generated: &Generated) -> bool {
        let same = |c: &Column| c.generated.as_ref() == Some(generated);
        !self.columns.is_empty() && self.columns.iter().all(|(_, c)| same(c))
    }
}

fn default_of<'a>(column: &Scope<'a>) -> Option<&'a ColumnDefault> {
    column.children::<ColumnDefault>().first().copied()
}

impl Column {
    /// Whether its definition can hold clauses: default and identity.
    pub fn takes_clauses(&self) -> bool {
        self.of.is_table() && !self.inherited
    }

    fn in_tables<'a>(&self, tables: Vec<Scope<'a>>, known: bool) -> Parents<'a> {
        let columns = tables.iter().flat_map(|table| {
            let columns = table.each::<Column>();
            columns.filter_map(|c| c.def().as_any().downcast_ref::<Column>().map(|it| (c, it)))
        });
        let columns = columns.filter(|(_, column)| column.name == self.name).collect();
        Parents { columns, known }
    }

    fn parents<'a>(&self, scope: &Scope<'a>) -> Parents<'a> {
        let (tables, known) =
            scope.parent().map_or((Vec::new(), true), |table| Inheritance::parents(&table));
        self.in_tables(tables, known)
    }

    /// The column of the table that its table is a partition of.
    fn partitioned<'a>(&self, scope: &Scope<'a>) -> Option<Parents<'a>> {
        let table = scope.parent().filter(|_| self.of.is_table())?;
        let (facts, partition) = (table.facts, table.each::<Partition>().next()?);
        let owners = facts.all[partition.fact].after.iter().filter_map(|a| facts.owner(*a));
        let parent = owners.map(|o| table.at(o)).find(|o| o.def().as_any().is::<Table>());
        Some(self.in_tables(parent.into_iter().collect(), true))
    }

    /// Name, type and clauses, as in CREATE TABLE.
    fn clause(&self, scope: &Scope) -> String {
        let mut words = vec![ident(&self.name), self.type_name.clone()];
        // ALTER has no way to set it there.
        if let Some(compression) = self.compression.as_ref().filter(|_| self.of == Of::ForeignTable)
        {
            words.push(format!("COMPRESSION {compression}"));
        }
        if let Some(collation) = &self.collation {
            words.push(format!("COLLATE {collation}"));
        }
        words.extend(scope.clauses());
        // Up to 15 a column may not repeat the expression that it inherits.
        if let Some(generated) =
            self.generated.as_ref().filter(|g| !self.parents(scope).generate(g))
        {
            let kind = if generated.r#virtual { "VIRTUAL" } else { "STORED" };
            words.push(format!("GENERATED ALWAYS AS ({}) {kind}", generated.expression));
        }
        words.extend(self.not_null_clause());
        words.join(" ")
    }

    /// What an inherited column has and none of its parents gives, and the other way round.
    fn differences(&self, scope: &Scope) -> Vec<String> {
        let parents = self.parents(scope);
        let mut actions = Vec::new();
        let given = self.inherited && !self.not_null_apart.is() && parents.not_null();
        if self.not_null && !given && (self.inherited || self.not_null_not_valid) {
            actions.push(self.set_not_null());
        }
        if let Some(generated) = &self.generated {
            let given = parents.columns.is_empty() || parents.generate(generated);
            if self.inherited && parents.known && !given {
                actions.push(self.alter(&format!("SET EXPRESSION AS ({})", generated.expression)));
            }
        } else if default_of(scope).is_none()
            && (parents.default().is_some() || (self.inherited && !parents.known))
        {
            actions.push(self.alter("DROP DEFAULT"));
        }
        actions
    }

    /// What has no place in CREATE TABLE on every version.
    fn marks(&self) -> Vec<String> {
        let mut actions = Vec::new();
        if let Some(storage) = &self.storage {
            actions.push(self.alter(&format!("SET STORAGE {storage}")));
        }
        if let Some(compression) = self.compression.as_ref().filter(|_| self.of != Of::ForeignTable)
        {
            actions.push(self.alter(&format!("SET COMPRESSION {compression}")));
        }
        if let Some(statistics) = self.statistics {
            actions.push(self.alter(&format!("SET STATISTICS {statistics}")));
        }
        if !self.options.is_empty() {
            actions.push(self.alter(&format!("SET ({})", parameters(&self.options))));
        }
        if !self.foreign_options.is_empty() {
            actions.push(self.alter(options(&self.foreign_options).trim_start()));
        }
        actions
    }

    /// Adds the column to a table that is there. A partition has got it along with its parent, with
    /// the parent's default and NOT NULL; the server lets nobody add it there.
    fn add(&self, scope: &Scope) -> Vec<String> {
        let parents = self.partitioned(scope).filter(|_| !self.is_left(scope));
        let Some(parents) = parents.filter(|p| !p.columns.is_empty()) else {
            return vec![format!("{} ADD COLUMN {}", self.alter_all(), self.clause(scope))];
        };
        let mut actions = Vec::new();
        if self.not_null && !parents.not_null() {
            actions.push(self.set_not_null());
        }
        match (default_of(scope), parents.default()) {
            (None, Some(_)) => actions.push(self.alter("DROP DEFAULT")),
            (Some(own), given) if given.is_none_or(|g| g.expression != own.expression) => {
                // One that is not among the clauses has a statement of its own.
                let clauses = scope.clauses().into_iter().filter(|c| c.starts_with("DEFAULT "));
                actions.extend(clauses.map(|clause| self.alter(&format!("SET {clause}"))));
            }
            _ => {}
        }
        self.alter_table(&actions)
    }
}

impl Definition for Column {
    const KIND: &'static str = "column";
    const ABOUT: &'static str =
        "type, collation, NOT NULL, generated, storage, compression, statistics target, options";
    const CHANGES: &'static str = "in place, with rows; made anew where it becomes generated";
    const QUERY: &'static str = include_str!("../../sql/catalog/column.sql");
    /// ALTER SEQUENCE settles an identity that is made within the column; the two behind it give back what another
    /// type takes; the next bring values of a composite type to another one and back; UPDATE is of the catalog.
    const COMMANDS: &'static [&'static str] = &[
        "ALTER TABLE",
        "COMMENT",
        "ALTER FOREIGN TABLE",
        "ALTER TYPE",
        "ALTER DOMAIN",
        "ALTER VIEW",
        "ALTER MATERIALIZED VIEW",
        "ALTER SEQUENCE",
        "ALTER INDEX",
        "ALTER STATISTICS",
        "CREATE TYPE",
        "CREATE FUNCTION",
        "CREATE CAST",
        "DROP CAST",
        "DROP FUNCTION",
        "DROP TYPE",
        "UPDATE",
    ];
    const PART: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        let sql = match self.of {
            Of::Table | Of::ForeignTable | Of::Composite => Sql::Type,
            Of::View | Of::MaterializedView => Sql::OutputType,
        };
        to.sql(sql, &mut self.type_name)?;
        if let Some(collation) = &mut self.collation {
            to.object(Space::Collation, collation)?;
        }
        if let Some(generated) = &mut self.generated {
            let of = Some(self.relation.clone());
            to.sql(Sql::Expression { of }, &mut generated.expression)?;
        }
        self.not_null_name.fields(&self.relation, to)?;
        to.part(Part::Column, &self.relation, &mut self.name)?;
        let space = if self.of == Of::Composite { Space::Type } else { Space::Relation };
        to.object(space, &mut self.relation)
    }

    fn drawn(&self) -> Option<Drawn> {
        let (of, name, type_name) =
            (self.relation.clone(), self.name.clone(), self.type_name.clone());
        Some(Drawn::Column { of, name, type_name, not_null: self.not_null })
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(modelled::column(self))
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.name)
    }

    /// Columns of children and of typed tables follow.
    fn rename(&self, new: &str, scope: &Scope) -> Vec<String> {
        let (relation, old, new) = (&self.relation, ident(&self.name), ident(new));
        vec![match self.of {
            _ if self.of.is_table() && is_brought(scope) => return Vec::new(),
            Of::Table | Of::ForeignTable => {
                format!("{} RENAME COLUMN {old} TO {new}", self.alter_all())
            }
            Of::View => format!("ALTER VIEW {relation} RENAME COLUMN {old} TO {new}"),
            Of::MaterializedView => {
                format!("ALTER MATERIALIZED VIEW {relation} RENAME COLUMN {old} TO {new}")
            }
            Of::Composite => {
                format!("ALTER TYPE {relation} RENAME ATTRIBUTE {old} TO {new} CASCADE")
            }
        }]
    }

    fn follow(&self, from: &Self, scope: &Scope) -> Result<Vec<String>> {
        Ok(self.renamed_with_rules(from, scope).into_iter().collect())
    }

    fn forget_chosen(&mut self, source: &Self, scope: &Scope) {
        self.forget_chosen_not_null(source, scope);
    }

    fn fit(&mut self) -> Vec<Unfit> {
        self.fit_not_null().into_iter().chain(self.fit_generated()).collect()
    }

    fn outdated(&self, scope: &Scope) -> Option<Outdated<Self>> {
        self.no_longer(scope)
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{}.{}", self.relation, ident(&self.name))
    }

    fn object(&self, scope: &Scope) -> String {
        format!("COLUMN {}", Definition::name(self, scope))
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        Ok(match self.of {
            _ if self.inherited && self.is_left(scope) => vec![self.laid(None, scope).add],
            _ if self.of.is_table() && (self.inherited || is_typed(scope)) => Vec::new(),
            Of::Table | Of::ForeignTable => self.add(scope),
            Of::Composite => {
                let (relation, clause) = (&self.relation, self.clause(scope));
                vec![format!("ALTER TYPE {relation} ADD ATTRIBUTE {clause} CASCADE")]
            }
            Of::View | Of::MaterializedView => Vec::new(),
        })
    }

    fn inline(&self, scope: &Scope) -> Option<String> {
        match self.of {
            Of::View | Of::MaterializedView => Some(ident(&self.name)),
            _ if self.of.is_table() && self.inherited => None,
            Of::Table | Of::ForeignTable | Of::Composite => Some(self.clause(scope)),
        }
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut actions = match self.of {
            Of::Table | Of::ForeignTable => self.differences(scope),
            _ => Vec::new(),
        };
        actions.extend(self.marks());
        Ok(self.alter_table(&actions).into_iter().chain(self.comment_not_null(None)).collect())
    }

    fn drop(&self, scope: &Scope) -> Vec<String> {
        let name = ident(&self.name);
        match self.of {
            _ if self.of.is_table() && (self.follows_parent(scope) || is_typed(scope)) => {
                Vec::new()
            }
            Of::Table | Of::ForeignTable => {
                vec![format!("{} DROP COLUMN {name}", self.alter_all())]
            }
            Of::Composite => {
                // CASCADE takes more than columns along: it is said only where it must be.
                let cascade = if self.has_typed_tables(scope) { " CASCADE" } else { "" };
                vec![format!("ALTER TYPE {} DROP ATTRIBUTE {name}{cascade}", self.relation)]
            }
            Of::View | Of::MaterializedView => Vec::new(),
        }
    }

    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        self.alteration(from, scope)
    }

    fn gently(&self, statement: &str, _scope: &Scope) -> Option<Gentle> {
        self.strict_online(statement)
    }

    fn rests_on(&self, from: &Self, scope: &Scope) -> Vec<usize> {
        self.proofs(from, scope)
    }

    fn outlives(&self, scope: &Scope) -> Vec<usize> {
        self.outlived(scope)
    }

    fn disturbs(&self, from: &Self) -> bool {
        self.is_retyped(from)
    }

    fn risks(&self, from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        self.surprises(from, scope)
    }

    fn doubts(&self, from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        self.questions(from, scope)
    }

    fn bars(&self, scope: &Scope) -> Vec<Doubt> {
        self.barred(scope)
    }

    fn loses(&self, to: &Self, scope: &Scope) -> Option<String> {
        self.rounded(to, scope)
    }

    fn fate(&self) -> Fate {
        match (self.of, &self.generated) {
            (Of::Table, None) => Fate::Trashed,
            (Of::Table, Some(_)) => Fate::WithTable,
            _ => Fate::Dropped,
        }
    }

    fn idle(&self, scope: &Scope) -> Option<(Vec<String>, Vec<String>)> {
        self.idled(scope)
    }

    fn lay(&self, trashed: Option<(&str, &QName)>, scope: &Scope) -> Option<Laid> {
        Some(self.laid(trashed, scope))
    }

    fn data_probe(&self, scope: &Scope) -> Option<String> {
        self.dropped(scope)
    }
    fn exposes(&self) -> Option<Exposed> {
        Some(Exposed::Column {
            of: self.relation.clone(),
            name: self.name.clone(),
            type_name: self.type_name.clone(),
            far: self.of == Of::ForeignTable,
        })
    }
}
