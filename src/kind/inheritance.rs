//! Inheritance of a table from another: <https://www.postgresql.org/docs/current/ddl-inherit.html>.
//!
//! `CREATE TABLE ... INHERITS` where the table has columns that are inherited only;
//! `ALTER TABLE ... INHERIT` where its own columns come in an order that INHERITS would not keep.

use crate::error::Result;
use crate::fact::{Definition, Exposed, Fate, Fields, Scope, Space};
use crate::kind::partition::Partition;
use crate::kind::table::rows;
use crate::model::{Address, QName};
use serde::{Deserialize, Serialize};

/// A row of `pg_inherits` whose child is not a partition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inheritance {
    pub relation: QName,
    pub parent: QName,
}

/// Class number of `pg_constraint`.
const CONSTRAINT: u32 = 2606;

impl Inheritance {
    /// Start of the clause among those of CREATE TABLE; no column starts like it, since a name in
    /// capitals is quoted.
    pub const CLAUSE: &'static str = "INHERITS ";

    /// The parents of a table that CREATE TABLE names, where they are followed, and whether all are.
    pub fn parents<'a>(table: &Scope<'a>) -> (Vec<Scope<'a>>, bool) {
        let mut known = true;
        let mut parents = Vec::new();
        for &child in table.facts.children(table.fact) {
            let scope = table.at(child);
            if !scope.def().as_any().is::<Inheritance>() || apart(&scope) {
                continue;
            }
            let after = table.facts.all[child].after.iter().filter_map(|a| table.facts.owner(*a));
            match after.map(|a| table.at(a)).find(|a| rows::name(a).is_some()) {
                Some(parent) => parents.push(parent),
                None => known = false,
            }
        }
        (parents, known)
    }
}

/// The followed tables that a table inherits from or is a partition of, however it came to that.
pub fn all_parents<'a>(table: &Scope<'a>) -> Vec<Scope<'a>> {
    let ties = table.facts.children(table.fact).iter().map(|c| table.at(*c));
    let ties = ties.filter(|tie| {
        let tie = tie.def().as_any();
        tie.is::<Inheritance>() || tie.is::<Partition>()
    });
    let after = ties.flat_map(|tie| &table.facts.all[tie.fact].after);
    let owners = after.filter_map(|at| table.facts.owner(*at)).filter(|o| *o != table.fact);
    owners.map(|o| table.at(o)).filter(|o| rows::name(o).is_some()).collect()
}

/// Whether the catalog query made it wait for its own table's columns or constraints.
fn apart(scope: &Scope) -> bool {
    let fact = &scope.facts.all[scope.fact];
    let own = fact.parent.map(Address::whole);
    fact.after.iter().any(|a| a.0 == CONSTRAINT || Some(a.whole()) == own)
}

impl Definition for Inheritance {
    const KIND: &'static str = "inheritance";
    const ABOUT: &'static str = "parents in their order";
    const CHANGES: &'static str = "left and joined";
    const QUERY: &'static str = include_str!("../../sql/catalog/inheritance.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_inherits");
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE"];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        to.object(Space::Relation, &mut self.parent)?;
        to.object(Space::Relation, &mut self.relation)
    }

    /// What was inherited would be the table's own for good.
    fn fate(&self) -> Fate {
        Fate::Anchored
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} from {}", self.relation, self.parent)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TABLE {}", self.relation)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![format!("ALTER TABLE ONLY {} INHERIT {}", self.relation, self.parent)])
    }

    fn inline(&self, scope: &Scope) -> Option<String> {
        (!apart(scope)).then(|| format!("{}{}", Self::CLAUSE, self.parent))
    }

    fn exposes(&self) -> Option<Exposed> {
        Some(Exposed::Heir { of: self.relation.clone(), parent: self.parent.clone() })
    }

    fn drop(&self, _scope: &Scope) -> Vec<String> {
        vec![format!("ALTER TABLE ONLY {} NO INHERIT {}", self.relation, self.parent)]
    }
}
