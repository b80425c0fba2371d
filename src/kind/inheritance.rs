//! Inheritance of a table from another: <https://www.postgresql.org/docs/current/ddl-inherit.html>.
//!
//! `CREATE TABLE ... INHERITS` where the table has columns that are inherited only;
//! `ALTER TABLE ... INHERIT` where its own columns come in an order that INHERITS would not keep.

use crate::error::Result;
use crate::fact::{Definition, Exposed, Fate, Fields, Scope, Space};
use crate::kind::partition::Partition;
use crate::kind::table::rows;
use crate::model::{Address, QName};
use crate::pg::quote::literal;
use crate::pg::spi;
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
        for scope in table.each::<Inheritance>().filter(|scope| !apart(scope)) {
            let after = &table.facts.all[scope.fact].after;
            let after = after.iter().filter_map(|a| table.facts.owner(*a));
            match after.map(|a| table.at(a)).find(|a| rows::name(a).is_some()) {
                Some(parent) => parents.push(parent),
                None => known = false,
            }
        }
        (parents, known)
    }
}

/// Checks that a table has from a parent alone.
const CHECKS: &str = "SELECT k.conname::pg_catalog.text
       FROM pg_catalog.pg_inherits h
       JOIN pg_catalog.pg_constraint k ON k.conrelid = h.inhrelid AND k.contype = 'c' AND NOT k.conislocal
       JOIN pg_catalog.pg_constraint u ON u.conrelid = h.inhparent AND u.contype = 'c' AND u.conname = k.conname
      WHERE h.inhrelid = pg_catalog.to_regclass($1) AND h.inhparent = pg_catalog.to_regclass($2)
      ORDER BY k.conname";

impl Inheritance {
    /// Of a tie that is there now and is made again later: checks become the table's own in between, and no command
    /// makes them inherited again. The catalog is told, as pg_dump does it for pg_upgrade (`dumpTableSchema`).
    fn inherit_checks(&self) -> Result<Vec<String>> {
        let (relation, parent) = (self.relation.to_string(), self.parent.to_string());
        let update = |row: spi::Row| {
            format!(
                "UPDATE pg_catalog.pg_constraint SET conislocal = false \
                 WHERE conrelid = {}::pg_catalog.regclass AND contype = 'c' AND conname = {}",
                literal(&relation),
                literal(row.text(0))
            )
        };
        let rows = spi::query(CHECKS, &[Some(&relation), Some(&parent)])?;
        Ok(rows.into_iter().map(update).collect())
    }
}

/// The followed tables that a table inherits from or is a partition of, however it came to that.
pub fn all_parents<'a>(table: &Scope<'a>) -> Vec<Scope<'a>> {
    let ties = table.each::<Inheritance>().chain(table.each::<Partition>());
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
    const COMMANDS: &'static [&'static str] = &["ALTER TABLE", "UPDATE"];

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
        let tie = format!("ALTER TABLE ONLY {} INHERIT {}", self.relation, self.parent);
        Ok([tie].into_iter().chain(self.inherit_checks()?).collect())
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
