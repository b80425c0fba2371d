//! Which relations of a source can have changed: the versions of their catalog rows, each for itself.

use super::{CATALOGS, NEWER, SHARED, row_version, sum, summed, whole};
use crate::catalog::Side;
use crate::error::Result;
use crate::pg::dblink;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Catalogs whose rows belong to relations, with the column that says to which.
const OF_RELATIONS: &[(&str, &str)] = &[
    ("attrdef", "adrelid"),
    ("attribute", "attrelid"),
    ("class", "oid"),
    ("constraint", "conrelid"),
    ("foreign_table", "ftrelid"),
    ("index", "indexrelid"),
    ("inherits", "inhrelid"),
    ("partitioned_table", "partrelid"),
    ("policy", "polrelid"),
    ("rewrite", "ev_class"),
    ("sequence", "seqrelid"),
    ("statistic_ext", "stxrelid"),
    ("trigger", "tgrelid"),
    ("type", "typrelid"),
];

/// Catalogs of which some rows belong to relations.
const MIXED: &[&str] = &["depend", "description"];

/// Relations with what they belong to: sequences to the table that counts by them, TOAST tables and indexes to theirs.
/// Temporary ones are nobody's business, nor are indexes of TOAST tables.
const HOME: &str = "SELECT c.oid, coalesce(o.oid, x.indrelid, s.refobjid, c.oid)
      FROM pg_catalog.pg_class c
      LEFT JOIN pg_catalog.pg_class o ON c.relkind = 't' AND o.reltoastrelid = c.oid
      LEFT JOIN pg_catalog.pg_index x ON x.indexrelid = c.oid
      LEFT JOIN pg_catalog.pg_depend s
             ON c.relkind = 'S' AND s.classid = 1259 AND s.objid = c.oid AND s.objsubid = 0
            AND s.refclassid = 1259 AND s.refobjsubid > 0 AND s.deptype IN ('a', 'i')
     WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND (c.relkind <> 'i' OR c.relnamespace <> 99)";

/// What comments are about, with the relations that this belongs to.
const DESCRIBED: &str = "SELECT 1259::pg_catalog.oid, h.oid, h.home FROM home h
     UNION ALL
    SELECT 2606, k.oid, k.conrelid FROM pg_catalog.pg_constraint k WHERE k.conrelid >= 16384
     UNION ALL
    SELECT 2618, w.oid, w.ev_class FROM pg_catalog.pg_rewrite w WHERE w.ev_class >= 16384
     UNION ALL
    SELECT 2620, g.oid, g.tgrelid FROM pg_catalog.pg_trigger g
     UNION ALL
    SELECT 3256, p.oid, p.polrelid FROM pg_catalog.pg_policy p
     UNION ALL
    SELECT 3381, s.oid, s.stxrelid FROM pg_catalog.pg_statistic_ext s";

/// What a source's relations were like, each for itself, and what a plan has to say of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tables {
    /// All that belongs to no relation.
    rest: String,
    /// By number.
    relations: BTreeMap<u32, String>,
    /// What is not carried, and rules that had nothing to do.
    pub warnings: Vec<String>,
    /// The latter alone.
    pub idle: Vec<String>,
}

impl Tables {
    /// Reads it of a source of that version.
    pub fn read(source: &Side, version: i32) -> Result<Tables> {
        let mut it = Tables::default();
        for (relation, text) in source.collect(&query(version), 2, |row| {
            Ok((row.parse::<u32>(0).map_err(dblink::blame)?, row.text(1).to_string()))
        })? {
            match relation {
                0 => it.rest.push_str(&text),
                _ => drop(it.relations.insert(relation, text)),
            }
        }
        Ok(it)
    }

    /// Relations that are not as they were; none where one is gone, or something else has changed.
    pub fn touched_since(&self, before: &Tables) -> Option<Vec<u32>> {
        let is_there = |relation: &u32| self.relations.contains_key(relation);
        if self.rest != before.rest || !before.relations.keys().all(is_there) {
            return None;
        }
        let differs =
            |(relation, text): &(&u32, &String)| before.relations.get(*relation) != Some(*text);
        let mut touched: Vec<u32> =
            self.relations.iter().filter(differs).map(|(relation, _)| *relation).collect();
        touched.sort_unstable();
        Some(touched)
    }
}

fn query(version: i32) -> String {
    let row = row_version(version, "r.");
    // Summed before they are joined: a relation has many columns.
    let of_relations = OF_RELATIONS.iter().map(|(name, key)| {
        format!(
            "SELECT h.home, v.row
               FROM (SELECT r.{key}, sum({row}) FROM pg_catalog.pg_{name} r GROUP BY r.{key}) AS v(oid, row)
               JOIN home h ON h.oid = v.oid"
        )
    });
    let mixed = [
        format!("SELECT coalesce(d.home, 0), {row} FROM pg_catalog.pg_description r
                   LEFT JOIN described d ON d.class = r.classoid AND d.oid = r.objoid"),
        format!("SELECT 0, {row} FROM pg_catalog.pg_depend r WHERE r.deptype IN ('e', 'x')"),
        format!("SELECT 0, {row} FROM pg_catalog.pg_constraint r WHERE r.conrelid = 0"),
        format!("SELECT coalesce(h.home, 0), {row} FROM pg_catalog.pg_type r
                   LEFT JOIN pg_catalog.pg_type e ON e.oid = r.typelem AND e.typarray = r.oid AND e.typrelid <> 0
                   LEFT JOIN home h ON h.oid = e.typrelid
                  WHERE r.typrelid = 0 AND (e.oid IS NULL OR h.oid IS NOT NULL)"),
    ];
    let versions: Vec<String> = of_relations.chain(mixed).collect();
    let is_apart = |name: &&&str| {
        !MIXED.contains(*name) && OF_RELATIONS.iter().all(|(other, _)| other != *name)
    };
    let newer = NEWER.iter().filter(|(_, since)| version >= *since).map(|(name, _)| name);
    let others = CATALOGS.iter().filter(is_apart).chain(newer);
    // Roles that an object is for are in its own row as well.
    let shared: Vec<(&str, &str)> =
        SHARED.iter().copied().filter(|(name, _)| *name != "shdepend").collect();
    let others = others.map(|name| sum(name, &row_version(version, ""), ""));
    format!(
        "WITH home(oid, home) AS MATERIALIZED ({HOME}), described(class, oid, home) AS ({DESCRIBED}), version(home, row) AS ({})
         SELECT v.home::pg_catalog.text, {} FROM version v GROUP BY v.home
          UNION ALL
         SELECT '0', ({})",
        versions.join(" UNION ALL "),
        summed("v.row"),
        whole(version, others.collect(), &shared),
    )
}
