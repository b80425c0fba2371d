//! Inheritance of a table from another: <https://www.postgresql.org/docs/current/ddl-inherit.html>.
//!
//! `CREATE TABLE ... INHERITS` where the table has columns that are inherited only;
//! `ALTER TABLE ... INHERIT` where its own columns come in an order that INHERITS would not keep.

use crate::error::Result;
use crate::fact::{Definition, Exposed, Fate, Fields, Modelled, Scope, Space};
use crate::kind::column::Column;
use crate::kind::constraint::{Constraint, Rule};
use crate::kind::partition::Partition;
use crate::kind::table::rows as tables;
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

impl Inheritance {
    /// Start of the clause among those of CREATE TABLE; no column starts like it, since a name in
    /// capitals is quoted.
    pub const CLAUSE: &'static str = "INHERITS ";

    /// The followed tables that a tie names.
    pub fn ends<'a>(tie: &Scope<'a>) -> Vec<Scope<'a>> {
        let after = &tie.facts.all[tie.fact].after;
        let owners = after.iter().filter_map(|at| tie.facts.owner(*at));
        owners.map(|o| tie.at(o)).filter(|o| tables::name(o).is_some()).collect()
    }

    /// The parents of a table that CREATE TABLE names, where they are followed, and whether all are.
    pub fn parents<'a>(table: &Scope<'a>) -> (Vec<Scope<'a>>, bool) {
        let mut known = true;
        let mut parents = Vec::new();
        for scope in table.each::<Inheritance>().filter(|scope| !apart(scope)) {
            let after = &table.facts.all[scope.fact].after;
            let after = after.iter().filter_map(|a| table.facts.owner(*a));
            match after.map(|a| table.at(a)).find(|a| tables::name(a).is_some()) {
                Some(parent) => parents.push(parent),
                None => known = false,
            }
        }
        (parents, known)
    }
}

/// What a table of the target only inherits, column or check, and from which parent.
const INHERITED: &str = "SELECT n.nspname::pg_catalog.text, c.relname::pg_catalog.text, i.kind, i.name,
            pn.nspname::pg_catalog.text, p.relname::pg_catalog.text
       FROM (SELECT a.attrelid AS relation, 'column' AS kind, a.attname::pg_catalog.text AS name, h.inhparent AS parent
               FROM pg_catalog.pg_attribute a
               JOIN pg_catalog.pg_inherits h ON h.inhrelid = a.attrelid
               JOIN pg_catalog.pg_attribute u ON u.attrelid = h.inhparent AND u.attname = a.attname AND NOT u.attisdropped
              WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT a.attislocal
              UNION ALL
             SELECT k.conrelid, 'check', k.conname::pg_catalog.text, h.inhparent
               FROM pg_catalog.pg_constraint k
               JOIN pg_catalog.pg_inherits h ON h.inhrelid = k.conrelid
               JOIN pg_catalog.pg_constraint u ON u.conrelid = h.inhparent AND u.contype = 'c' AND u.conname = k.conname
              WHERE k.contype = 'c' AND NOT k.conislocal) AS i
       JOIN pg_catalog.pg_class c ON c.oid = i.relation AND NOT c.relispartition
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_class p ON p.oid = i.parent
       JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
      ORDER BY i.kind, i.name";

impl Inheritance {
    /// Of a tie that comes for others that all end: what the table has from those alone becomes its own in between, and
    /// shall be this parent's.
    fn inherit_from_others(&self, scope: &Scope) -> Result<Vec<String>> {
        let Some(table) = scope.parent() else { return Ok(Vec::new()) };
        let rows = spi::kept(INHERITED)?;
        let own: Vec<&spi::Row> = rows.iter().filter(|row| is(row, 0, &self.relation)).collect();
        let places = all_parents(&table);
        let stays = |row: &spi::Row| places.iter().filter_map(tables::name).any(|p| is(row, 4, p));
        let ends = |kind: &str, name: &str| {
            let of: Vec<&&spi::Row> =
                own.iter().filter(|row| row.text(2) == kind && row.text(3) == name).collect();
            !of.is_empty() && !of.iter().any(|row| stays(row))
        };
        let columns = table.children::<Column>().into_iter();
        let columns = columns.filter(|c| c.inherited && ends("column", &c.name));
        let mut statements: Vec<String> = columns.flat_map(|c| c.set_local(false)).collect();
        let checks = |table: &Scope<'_>| -> Vec<String> {
            let all = table.children::<Constraint>().into_iter();
            all.filter(|c| matches!(c.rule, Rule::Check(_))).map(|c| c.name.clone()).collect()
        };
        let is_own = checks(&table);
        let given = all_parents(&table).iter().flat_map(checks).collect::<Vec<_>>();
        let given = given.iter().filter(|name| !is_own.contains(name) && ends("check", name));
        statements.extend(given.map(|name| inherit_check(&self.relation, name)));
        Ok(statements)
    }

    /// Of a tie that is there now and is made again later: the same.
    fn inherit_again(&self, scope: &Scope) -> Result<Vec<String>> {
        let Some(table) = scope.parent() else { return Ok(Vec::new()) };
        let rows = spi::kept(INHERITED)?;
        let own: Vec<&spi::Row> = rows.iter().filter(|row| is(row, 0, &self.relation)).collect();
        let columns = table.each::<Column>();
        let columns = columns.filter_map(|at| Some((at, at.facts.all[at.fact].get::<Column>()?)));
        let columns: Vec<(Scope, &Column)> = columns.filter(|(_, c)| c.inherited).collect();
        let mut statements = Vec::new();
        for row in own.iter().filter(|row| is(row, 4, &self.parent)) {
            let (kind, name) = (row.text(2), row.text(3));
            let same = |other: &&&spi::Row| (other.text(2), other.text(3)) == (kind, name);
            let alone = own.iter().filter(same).count() == 1;
            match columns.iter().find(|(_, c)| c.name == name) {
                _ if kind == "check" => statements.push(inherit_check(&self.relation, name)),
                Some((at, column)) if alone || column.is_left(at) => {
                    statements.extend(column.set_local(false))
                }
                _ => {}
            }
        }
        Ok(statements)
    }
}

/// Whether two columns of a row, from one on, are a name.
fn is(row: &spi::Row, at: usize, name: &QName) -> bool {
    (row.text(at), row.text(at + 1)) == (name.schema.as_str(), name.name.as_str())
}

/// The statement that makes a check a parent's alone. No command does: the catalog is told, as pg_dump does it for
/// pg_upgrade (`dumpTableSchema`).
pub(in crate::kind) fn inherit_check(relation: &QName, name: &str) -> String {
    format!(
        "UPDATE pg_catalog.pg_constraint SET conislocal = false \
         WHERE conrelid = {}::pg_catalog.regclass AND contype = 'c' AND conname = {}",
        literal(&relation.to_string()),
        literal(name)
    )
}

/// The followed tables that a table inherits from or is a partition of, however it came to that.
pub fn all_parents<'a>(table: &Scope<'a>) -> Vec<Scope<'a>> {
    parents_by(table, |_| true)
}

/// The same of ties that are not made after what the scope is asked for.
pub fn parents_by_now<'a>(table: &Scope<'a>) -> Vec<Scope<'a>> {
    parents_by(table, |tie| !tie.goes())
}

fn parents_by<'a>(table: &Scope<'a>, counts: impl Fn(&Scope) -> bool) -> Vec<Scope<'a>> {
    let ties = table.each::<Inheritance>().chain(table.each::<Partition>());
    let ties = ties.filter(|tie| counts(tie));
    ties.flat_map(|tie| Inheritance::ends(&tie)).filter(|end| end.fact != table.fact).collect()
}

/// Whether the catalog query made it wait for its own table's columns.
fn apart(scope: &Scope) -> bool {
    let fact = &scope.facts.all[scope.fact];
    let own = fact.parent.map(Address::whole);
    fact.after.iter().any(|a| Some(a.whole()) == own)
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
    fn modelled(&self) -> Option<Modelled> {
        let (relation, parent) = (self.relation.clone(), self.parent.clone());
        Some(Modelled::Heir { relation, parent })
    }

    fn fate(&self) -> Fate {
        Fate::Anchored
    }

    fn name(&self, _scope: &Scope) -> String {
        format!("{} from {}", self.relation, self.parent)
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TABLE {}", self.relation)
    }

    fn create(&self, scope: &Scope) -> Result<Vec<String>> {
        let tie = format!("ALTER TABLE ONLY {} INHERIT {}", self.relation, self.parent);
        let again = self.inherit_again(scope)?;
        Ok([tie].into_iter().chain(again).chain(self.inherit_from_others(scope)?).collect())
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
