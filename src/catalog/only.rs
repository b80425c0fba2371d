//! Some tables alone, with all that belongs to them.

use super::queries::{Extent, by_table};
use super::{Reading, Side};
use crate::error::Result;
use crate::fact::Entry;
use crate::kind::KINDS;
use crate::model::Address;
use crate::pg::quote::numbers;
use crate::pg::{dblink, spi};
use crate::sound::Sound;
use std::collections::BTreeSet;

const ATTACHED: &str = include_str!("../../sql/attached.sql");
const PLAIN: &str = include_str!("../../sql/plain.sql");

/// Whether what can be read of some tables alone is all that belongs to them, under optional kinds that are wanted.
pub fn by_tables(wanted: &[&str]) -> bool {
    let is_apart = |e: &Entry| !wanted.contains(&e.kind) || e.database || by_table(e);
    KINDS.iter().filter(|e| e.optional).all(is_apart)
}

impl Side {
    /// Whether some tables stand for themselves: others neither give them columns nor have columns from them.
    pub fn are_plain(&self, schemas: &[String], tables: &[u32]) -> Result<bool> {
        self.follow(schemas)?;
        self.set_objects(&numbers(tables))?;
        let plain = self.collect(PLAIN, 1, |row| row.parse(0).map_err(dblink::blame))?;
        Ok(tables.iter().all(|table| plain.contains(table)))
    }

    /// Reads the facts of some tables of the schemas, and the schemas.
    pub fn read_only(
        &self,
        schemas: &[String],
        wanted: &[&'static str],
        tables: &[u32],
    ) -> Result<Reading> {
        self.follow(schemas)?;
        self.set_objects(&numbers(tables))?;
        let attached = self.collect(ATTACHED, 1, |row| Ok(row.opt(0)))?;
        self.set_objects(&attached.into_iter().flatten().next().unwrap_or_else(|| numbers(&[])))?;
        let kinds = self.kinds(wanted)?.into_iter().filter(|e| by_table(e));
        let kinds: Vec<&Entry> = kinds.collect();
        self.foresee(
            (kinds.iter().map(|e| Extent::Only.facts_of(e)))
                .chain([Extent::Only.edges(), Extent::Only.unsupported(super::UNSUPPORTED)]),
        );
        let is_source = matches!(self, Side::Source(_));
        let mut sound = is_source.then(|| Sound::new(schemas));
        let mut all = Vec::new();
        for entry in kinds {
            all.extend(self.read_kind(entry, Extent::Only, sound.as_mut(), &mut || {})?);
        }
        if is_source {
            return self.settle(all, Extent::Only);
        }
        Ok(Reading::of_target(all, self.edges(Extent::Only, &mut || {})?))
    }

    /// Objects with what each is a part of, such as the constraint of an index.
    pub fn parts(&self, of: &BTreeSet<Address>) -> Result<Vec<(Address, Address)>> {
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let values: Vec<String> = of
            .iter()
            .map(|at| format!("({}::pg_catalog.oid, {}::pg_catalog.oid)", at.0, at.1))
            .collect();
        let sql = format!(
            "WITH RECURSIVE up(part_class, part, class, oid) AS (
                 SELECT v.class, v.oid, v.class, v.oid FROM (VALUES {}) AS v(class, oid)
                  UNION
                 SELECT up.part_class, up.part, d.refclassid, d.refobjid
                   FROM up
                   JOIN pg_catalog.pg_depend d ON d.classid = up.class AND d.objid = up.oid AND d.deptype = 'i')
             SELECT up.part_class::pg_catalog.int8::text, up.part::pg_catalog.int8::text, up.class::pg_catalog.int8::text,
                    up.oid::pg_catalog.int8::text FROM up",
            values.join(", ")
        );
        self.collect(&sql, 4, |row| {
            let part = Address(row.parse(0)?, row.parse(1)?, 0);
            Ok((part, Address(row.parse(2)?, row.parse(3)?, 0)))
        })
    }

    /// The numbers of tables of this database, by their names; none where one is not there.
    pub fn numbers(names: &[String]) -> Result<Option<Vec<u32>>> {
        let list = serde_json::json!(names).to_string();
        let rows = spi::query(
            "SELECT pg_catalog.to_regclass(n.name)::pg_catalog.oid::text
               FROM pg_catalog.json_array_elements_text($1::json) AS n(name)",
            &[Some(&list)],
        )?;
        rows.iter().map(|row| row.opt(0).map(|_| row.parse(0)).transpose()).collect()
    }

    fn set_objects(&self, array: &str) -> Result<()> {
        self.set("schemig.objects", array)
    }
}
