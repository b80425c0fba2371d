//! Identity columns: `GENERATED ... AS IDENTITY` of
//! <https://www.postgresql.org/docs/current/sql-createtable.html>, with the sequence that belongs to
//! the column. Its name is always said, as pg_dump does: what the server would choose depends on
//! what else is there.

use crate::error::Result;
use crate::fact::{
    Def, Definition, Doubt, Exposed, Fact, Facts, Fate, Fields, Modelled, Outdated, Own, Part,
    Scope, Space, Sql, Surroundings,
};
use crate::kind::Converted;
use crate::kind::column::Column;
use crate::kind::default::ColumnDefault;
use crate::kind::partition::Partition;
use crate::kind::schema::Schema;
use crate::kind::sequence::{Counting, Sequence};
use crate::kind::sequence_owner::SequenceOwner;
use crate::kind::table::{Table, has_heirs, persistence};
use crate::model::{Address, QName};
use crate::pg::quote::{ident, literal};
use crate::pg::settings::MAJOR;
use hashbrown::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

/// An internal dependency (`pg_depend.deptype` `i`) of a sequence on a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    pub relation: QName,
    pub column: String,
    /// `GENERATED ALWAYS`, else `BY DEFAULT`.
    pub always: bool,
    pub sequence: QName,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// The sequence's type where it is not the column's.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub type_name: Option<String>,
    pub options: Counting,
}

impl Identity {
    fn clause(&self) -> String {
        let mut words = vec![format!("SEQUENCE NAME {}", self.sequence)];
        if self.type_name.is_none() {
            words.extend(self.options.clauses());
        }
        format!("GENERATED {} AS IDENTITY ({})", self.when(), words.join(" "))
    }

    fn when(&self) -> &'static str {
        if self.always { "ALWAYS" } else { "BY DEFAULT" }
    }

    fn action(&self, action: &str) -> String {
        format!("ALTER TABLE {} ALTER COLUMN {} {action}", self.relation, ident(&self.column))
    }
}

fn column<'a>(scope: &Scope<'a>) -> Option<&'a Column> {
    scope.parent()?.def().as_any().downcast_ref()
}

fn table<'a>(scope: &Scope<'a>) -> Option<&'a Table> {
    scope.parent()?.parent()?.def().as_any().downcast_ref()
}

impl Definition for Identity {
    const KIND: &'static str = "identity";
    const ABOUT: &'static str = "ALWAYS or BY DEFAULT; the sequence with its options";
    const CHANGES: &'static str = "in place";
    const RELATIONS: usize = 1;
    const QUERY: &'static str = include_str!("../../sql/catalog/identity.sql");
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE", "ALTER SEQUENCE"];
    const ADJUSTS: bool = true;

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        if let Some(type_name) = &mut self.type_name {
            to.sql(Sql::FixedType, type_name)?;
        }
        to.part(Part::Column, &self.relation, &mut self.column)?;
        to.object(Space::Relation, &mut self.sequence)?;
        to.object(Space::Relation, &mut self.relation)
    }

    fn modelled(&self) -> Option<Modelled> {
        Some(Modelled::Identity {
            of: self.relation.clone(),
            column: self.column.clone(),
            always: self.always,
            counting: self.options.said(),
            cycle: self.options.cycle,
        })
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::part(&mut self.sequence.name)
    }

    fn fate(&self) -> Fate {
        Fate::WithTable
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{}.{}", self.relation, ident(&self.column))
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("SEQUENCE {}", self.sequence)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.action(&format!("ADD {}", self.clause()))])
    }

    /// Not where other tables have the column from this one: up to 16, ADD COLUMN refuses it where there are partitions, and
    /// always where there are heirs. Nor in a partition, which has the column from its parent.
    fn inline(&self, scope: &Scope) -> Option<String> {
        let place = scope.parent()?.parent()?;
        let partition = !place.children::<Partition>().is_empty();
        let passed = table(scope).is_some_and(|t| t.partitioned.is_some()) || has_heirs(&place);
        (column(scope)?.takes_clauses() && !partition && !passed).then(|| self.clause())
    }

    fn settle(&self, scope: &Scope) -> Result<Vec<String>> {
        let mut statements = Vec::new();
        // The server makes it of the column's type, whose limits it may not keep.
        if let Some(type_name) = &self.type_name {
            let mut words = vec![format!("AS {type_name}")];
            words.extend(self.options.since(&Counting::default(), true));
            words.push("RESTART".to_string());
            statements.push(format!("ALTER SEQUENCE {} {}", self.sequence, words.join(" ")));
        }
        // The server gives the sequence the table's persistence.
        if table(scope).is_some_and(|t| t.unlogged != self.unlogged) {
            let persistence = if self.unlogged { "UNLOGGED" } else { "LOGGED" };
            statements.push(format!("ALTER SEQUENCE {} SET {persistence}", self.sequence));
        }
        Ok(statements)
    }

    /// Up to 16 a partitioned table's identity is its own.
    fn alter(&self, from: &Self, scope: &Scope) -> Option<Vec<String>> {
        let retyped = self.type_name != from.type_name;
        let mut actions = Vec::new();
        if self.always != from.always {
            actions.push(format!("SET GENERATED {}", self.when()));
        }
        let mut words = self.options.since(&from.options, retyped);
        let mut statements = Vec::new();
        if retyped {
            let column = column(scope).map(|c| c.type_name.clone());
            let type_name = self.type_name.clone().or(column)?;
            words.insert(0, format!("AS {type_name}"));
            statements.push(format!("ALTER SEQUENCE {} {}", self.sequence, words.join(" ")));
        } else {
            actions.extend(words.into_iter().map(|word| format!("SET {word}")));
        }
        if !actions.is_empty() {
            statements.push(self.action(&actions.join(" ")));
        }
        if self.unlogged != from.unlogged {
            let persistence = persistence(self.unlogged);
            statements.push(format!("ALTER SEQUENCE {} SET {persistence}", self.sequence));
        }
        Some(statements)
    }

    fn doubts(&self, from: Option<&Self>, _scope: &Scope) -> Vec<Doubt> {
        from.and_then(|f| self.options.doubt(&f.options, &f.sequence)).into_iter().collect()
    }

    fn outdated(&self, scope: &Scope) -> Option<Outdated<Self>> {
        let table = scope.parent().and_then(|column| column.parent())?;
        let own = MAJOR >= 17 && !table.children::<Partition>().is_empty();
        let what = "an identity of a partition's own";
        own.then_some(Outdated::Object { what, until: 17 })
    }

    fn exposes(&self) -> Option<Exposed> {
        let (of, column) = (self.relation.clone(), self.column.clone());
        Some(Exposed::Counter { of, column, sequence: self.sequence.clone() })
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![self.action("DROP IDENTITY")]
    }
}

/// Turns identity columns into columns with a default and a sequence of their own.
pub fn to_serial(facts: &Facts) -> Converted {
    let schemas: HashMap<&str, Address> = (facts.all.iter())
        .filter_map(|f| f.get::<Schema>().map(|s| (s.name.as_str(), f.at)))
        .collect();
    let mut converted = Converted { all: Vec::new(), kept: Vec::new() };
    for (i, fact) in facts.all.iter().enumerate() {
        let scope = Scope::of(facts, i);
        let Some(identity) = fact.get::<Identity>() else {
            converted.all.push(fact.clone());
            continue;
        };
        let partitioned = table(&scope).is_some_and(|t| t.partitioned.is_some());
        match (column(&scope), fact.parent) {
            (Some(column), Some(at)) if !partitioned => {
                let schema = schemas.get(identity.sequence.schema.as_str()).copied();
                converted.all.extend(serial(fact, identity, column, (at, schema)));
            }
            _ => {
                converted.all.push(fact.clone());
                let name = facts.name(i);
                let why = "since its table is partitioned";
                converted.kept.push(format!("column {name} stays an identity column, {why}"));
            }
        }
    }
    converted
}

/// Sequence, ownership and default that do what an identity does. The default has no catalog row: it
/// has the sequence's address with a number of our own.
fn serial(
    fact: &Fact,
    identity: &Identity,
    column: &Column,
    (at, schema): (Address, Option<Address>),
) -> [Fact; 3] {
    let Identity { relation, sequence, unlogged, type_name, options, .. } = identity.clone();
    let type_name = type_name.unwrap_or_else(|| column.type_name.clone());
    let expression = nextval(&sequence);
    let new = |at, def: Def| Fact::new(Surroundings::at(at), def);
    let (name, of) = (column.name.clone(), column.of);
    let default =
        ColumnDefault { of, relation: relation.clone(), column: name.clone(), expression };
    let owner = SequenceOwner { sequence: sequence.clone(), relation, column: name };
    let counter = Sequence { name: sequence, unlogged, type_name, options };
    let mut counter = new(fact.at, Def::of(counter));
    (counter.parent, counter.falls) = (schema, Some(at));
    counter.notes = fact.notes.clone();
    let mut owner = new(fact.at, Def::of(owner));
    (owner.falls, owner.after) = (Some(fact.at), vec![at]);
    let mut default = new(Address(fact.at.0, fact.at.1, -1), Def::of(default));
    (default.parent, default.after) = (Some(at), vec![fact.at]);
    [counter, owner, default]
}

/// The default of a serial column, as `pg_get_expr` prints it.
fn nextval(sequence: &QName) -> String {
    format!("nextval({}::regclass)", literal(&sequence.to_string()))
}

/// Turns columns whose default calls a sequence of their own into identity columns.
pub fn to_identity(facts: &Facts) -> Converted {
    let mut users: HashMap<usize, Vec<usize>> = HashMap::new();
    for (fact, needs) in facts.needs.iter().enumerate() {
        for need in needs.iter().filter(|n| facts.all[**n].get::<Sequence>().is_some()) {
            users.entry(*need).or_default().push(fact);
        }
    }
    let mut converted = Converted { all: Vec::new(), kept: Vec::new() };
    let (mut gone, mut made) = (HashSet::new(), HashMap::new());
    for (i, fact) in facts.all.iter().enumerate() {
        let default = fact.get::<ColumnDefault>().filter(|d| d.of.is_table());
        let sequence =
            facts.needs[i].iter().find(|n| facts.all[**n].get::<Sequence>().is_some()).copied();
        let (Some(default), Some(sequence)) = (default, sequence) else { continue };
        let others = users.get(&sequence).map(Vec::as_slice).unwrap_or_default();
        match identity(facts, (i, default), sequence, others) {
            Ok((owner, identity)) => {
                gone.extend([i, owner]);
                made.insert(sequence, identity);
            }
            Err(why) => {
                let name = facts.name(i);
                converted.kept.push(format!("column {name} stays as it is, since {why}"));
            }
        }
    }
    for (i, fact) in facts.all.iter().enumerate().filter(|(i, _)| !gone.contains(i)) {
        converted.all.push(made.remove(&i).unwrap_or_else(|| fact.clone()));
    }
    converted
}

/// The identity that a column's default and sequence make up, and the fact of the sequence's ownership;
/// or why they make up none.
fn identity(
    facts: &Facts,
    (fact, default): (usize, &ColumnDefault),
    sequence: usize,
    users: &[usize],
) -> std::result::Result<(usize, Fact), String> {
    let scope = Scope::of(facts, fact);
    let (Some(column_scope), Some(counter)) =
        (scope.parent(), facts.all[sequence].get::<Sequence>())
    else {
        return Err("it is not known".to_string());
    };
    if default.expression != nextval(&counter.name) {
        return Err("its default is more than the next value of a sequence".to_string());
    }
    let is_owner = |f: &usize| facts.all[*f].get::<SequenceOwner>().is_some();
    let owner = users.iter().copied().find(is_owner);
    let owned = owner.and_then(|o| facts.all[o].get::<SequenceOwner>());
    let own = owned.is_some_and(|o| o.relation == default.relation && o.column == default.column);
    let (Some(owner), true) = (owner, own) else {
        return Err(format!("sequence {} does not belong to it", counter.name));
    };
    let is_said_of_it = |f: usize| {
        let entry = facts.all[f].entry();
        entry.facet && !entry.optional && facts.parent(f) == Some(sequence)
    };
    let is_other = |f: &usize| *f != fact && !is_said_of_it(*f);
    if let Some(other) = users.iter().find(|f| is_other(f)) {
        return Err(format!("{} uses its sequence too", facts.label(*other)));
    }
    if let Some(why) = unsuited(&column_scope, counter) {
        return Err(why);
    }
    let column_type = column(&scope).map(|c| c.type_name.as_str());
    let identity = Identity {
        relation: default.relation.clone(),
        column: default.column.clone(),
        always: false,
        sequence: counter.name.clone(),
        unlogged: counter.unlogged,
        type_name: Some(counter.type_name.clone()).filter(|t| Some(t.as_str()) != column_type),
        options: counter.options.clone(),
    };
    let column_at = facts.all[column_scope.fact].at;
    let mut it = facts.all[sequence].clone();
    it.def = Def::of(identity);
    (it.parent, it.falls) = (Some(column_at), None);
    Ok((owner, it))
}

/// Why a column cannot be an identity column of this sequence.
fn unsuited(scope: &Scope, counter: &Sequence) -> Option<String> {
    let column = scope.def().as_any().downcast_ref::<Column>()?;
    let table_scope = scope.parent()?;
    let table = table_scope.def().as_any().downcast_ref::<Table>();
    let limit = match column.type_name.as_str() {
        "smallint" => i64::from(i16::MAX),
        "integer" => i64::from(i32::MAX),
        "bigint" => i64::MAX,
        other => return Some(format!("its type is {other}")),
    };
    let Counting { min, max, start, .. } = &counter.options;
    let fits = |n: &i64| (-limit - 1..=limit).contains(n);
    if !column.not_null {
        Some("it may be null".to_string())
    } else if column.inherited {
        Some("it is inherited".to_string())
    } else if table.is_some_and(|t| t.of_type.is_some()) {
        Some("its table is of a type".to_string())
    } else if table.is_some_and(|t| t.partitioned.is_some())
        || !table_scope.children::<Partition>().is_empty()
    {
        Some("its table is partitioned or a partition".to_string())
    } else if ![min, max, start].into_iter().flatten().all(fits) {
        Some(format!("its sequence counts beyond {}", column.type_name))
    } else {
        None
    }
}
