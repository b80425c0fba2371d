//! Recorded facts.

use super::{CHUNK, Source, transposed, unnested};
use crate::diff::{Changes, Recorded};
use crate::error::Result;
use crate::fact::{Fact, Facts};
use crate::pg::spi;
use hashbrown::HashSet;
use serde_json::json;

/// Records what a pending revision brings and ends.
pub fn write_facts(
    source: &Source,
    revision: &str,
    changes: &Changes,
    (from, to): (&Facts, &Facts),
    (actual, recorded): (&Facts, &[Recorded]),
) -> Result<()> {
    let renamed = changes.rename.iter().filter(|r| !r.altered);
    let renamed = renamed.map(|r| Leaves {
        fact: r.fact,
        def: &to.all[r.fact],
        adopted: false,
        drifted: r.drifted,
    });
    let made = changes.create.iter().copied().chain(changes.alter.iter().map(|a| a.fact));
    let made = made.map(|fact| Leaves { fact, def: &to.all[fact], adopted: false, drifted: false });
    let adopted = changes.adopt.iter();
    let adopted = adopted.map(|(fact, there)| Leaves {
        fact: *fact,
        def: &actual.all[*there],
        adopted: true,
        drifted: false,
    });
    let all = made.chain(renamed).chain(adopted);
    let known: HashSet<String> = recorded.iter().map(|it| it.label()).collect();
    let found = |left: &Leaves| {
        let there = changes.there.get(&left.fact).filter(|_| !left.adopted)?;
        let label = to.label(left.fact);
        (actual.label(*there) == label && !known.contains(&label)).then(|| &actual.all[*there])
    };
    for chunk in all.collect::<Vec<_>>().chunks(CHUNK) {
        let row = |left: &Leaves| row(left, found(left), from, to);
        let rows = chunk.iter().map(row).collect::<Result<Vec<_>>>()?;
        insert_facts(source, revision, rows.into_iter())?;
    }
    let ids = |list: &[usize]| {
        json!(list.iter().map(|r| recorded[*r].id).collect::<Vec<_>>()).to_string()
    };
    spi::execute(
        "UPDATE schemig.fact AS f
            SET until = $1,
                lost = EXISTS (SELECT FROM pg_catalog.jsonb_array_elements_text($3::jsonb) AS l(id) WHERE l.id::bigint = f.id),
                kept = EXISTS (SELECT FROM pg_catalog.jsonb_array_elements_text($4::jsonb) AS k(id) WHERE k.id::bigint = f.id)
          WHERE id IN (SELECT pg_catalog.jsonb_array_elements_text($2::jsonb)::bigint)",
        &[Some(revision), Some(&ids(&changes.ended)), Some(&ids(&changes.lost)), Some(&ids(&changes.kept))],
    )
}

/// A row of `schemig.fact`: the values of [`COLUMNS`].
pub(super) type Row = [Option<String>; COLUMNS.len()];

/// With their types.
const COLUMNS: [(&str, &str); 12] = [
    ("kind", "text"),
    ("class_oid", "oid"),
    ("object_oid", "oid"),
    ("sub_id", "integer"),
    ("source_object", "text"),
    ("object", "text"),
    ("source_def", "jsonb"),
    ("def", "jsonb"),
    ("adopted", "boolean"),
    ("drifted", "boolean"),
    ("rule", "text"),
    ("found", "jsonb"),
];

/// Writes facts that a revision brings.
pub(super) fn insert_facts(
    source: &Source,
    revision: &str,
    rows: impl Iterator<Item = Row>,
) -> Result<()> {
    let names = COLUMNS.map(|(name, _)| name).join(", ");
    let values = COLUMNS.map(|(name, of)| format!("f.{name}::{of}")).join(", ");
    let sql = format!(
        "INSERT INTO schemig.fact (source, since, {names})
         SELECT $1::int, $2, {values} FROM {} AS f({names})",
        unnested(3, COLUMNS.len())
    );
    spi::execute_over(&sql, &[Some(&source.id), Some(revision)], transposed(rows))
}

/// What a revision leaves of a desired fact.
struct Leaves<'a> {
    fact: usize,
    def: &'a Fact,
    adopted: bool,
    drifted: bool,
}

/// `found` is what was there and not on record.
fn row(left: &Leaves, found: Option<&Fact>, from: &Facts, to: &Facts) -> Result<Row> {
    let Leaves { fact, adopted, drifted, def } = *left;
    let it = &from.all[fact];
    let rules = &to.all[fact].rules;
    Ok([
        Some(it.kind().to_string()),
        Some(it.at.0.to_string()),
        Some(it.at.1.to_string()),
        Some(it.at.2.to_string()),
        Some(from.name(fact)),
        Some(to.name(fact)),
        Some(it.def.json()?),
        Some(def.def.json()?),
        Some(adopted.to_string()),
        Some(drifted.to_string()),
        (!rules.is_empty()).then(|| rules.join(", ")),
        found.map(|found| found.def.json()).transpose()?,
    ])
}
