//! Steps of revisions.

use super::strings;
use crate::error::{Error, Result};
use crate::fact::{Doubt, Online};
use crate::pg::spi;
use crate::plan::{Only, Step};
use serde_json::{Value, json};

/// A step as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    pub number: i64,
    pub object: String,
    pub label: String,
    /// It gives something another name, be that in the trash.
    pub renames: bool,
    pub statement: Option<String>,
    pub undo: Option<String>,
    pub probe: Option<String>,
    pub undo_probe: Option<String>,
    pub hazards: Vec<String>,
    pub doubts: Vec<Doubt>,
    /// Rows that the undo would choke on.
    pub bars: Vec<Doubt>,
    /// What may be done instead of the statement, one transaction each.
    pub parts: Vec<String>,
    /// What a script may do instead, in part outside of transactions.
    pub online: Option<Online>,
}

/// Writes steps; `offset` is how many come before them.
pub(super) fn write(revision: &str, offset: usize, steps: &[Step]) -> Result<()> {
    let rows: Vec<_> = steps
        .iter()
        .enumerate()
        .map(|(i, s)| {
            json!({"number": offset + i + 1, "change": s.verb.word(), "kind": s.kind, "object": s.object,
                "statement": s.statement, "undo": s.undo, "trash": s.only.map(Only::word), "probe": s.probe, "undo_probe": s.undo_probe,
                "hazards": s.hazards, "doubts": s.doubts, "bars": s.bars, "parts": s.parts,
                "online": s.online})
        })
        .collect();
    insert_steps(revision, &json!(rows))
}

/// Writes them given as an array of rows.
pub(super) fn insert_steps(revision: &str, rows: &Value) -> Result<()> {
    spi::execute(
        "INSERT INTO schemig.step (revision, number, change, kind, object, statement, undo, trash, probe, undo_probe, hazards, doubts, bars, parts, online)
         SELECT $1, s.* FROM pg_catalog.json_to_recordset($2::json) AS s(number int, change text, kind text,
           object text, statement text, undo text, trash text, probe text, undo_probe text, hazards text[], doubts jsonb, bars jsonb, parts text[], online jsonb)",
        &[Some(revision), Some(&rows.to_string())],
    )
}

/// Steps of a revision in order.
pub fn steps(revision: &str) -> Result<Vec<Stored>> {
    let rows = spi::query(
        "SELECT s.number::text, s.change, s.kind, s.object, s.statement,
                CASE WHEN s.trash IS NULL OR (s.trash = 'purged') = r.purged THEN s.undo END, s.probe, s.undo_probe,
                pg_catalog.to_json(s.hazards)::text, s.doubts::text, (s.change = 'rename' OR s.trash IS NOT NULL)::text,
                pg_catalog.to_json(s.parts)::text, s.online::text, s.bars::text
           FROM schemig.step s JOIN schemig.revision r ON r.id = s.revision WHERE s.revision = $1 ORDER BY s.number",
        &[Some(revision)],
    )?;
    rows.iter()
        .map(|r| {
            Ok(Stored {
                number: r.parse(0)?,
                object: r.text(3).into(),
                renames: r.is_true(10),
                label: format!("{} {} {}", r.text(1), r.text(2), r.text(3)),
                statement: r.opt(4),
                undo: r.opt(5),
                probe: r.opt(6),
                undo_probe: r.opt(7),
                hazards: strings(r.text(8))?,
                doubts: serde_json::from_str(r.text(9))
                    .map_err(|e| Error::internal(e.to_string()))?,
                parts: strings(r.text(11))?,
                online: r
                    .opt(12)
                    .map(|it| serde_json::from_str(&it))
                    .transpose()
                    .map_err(|e| Error::internal(e.to_string()))?,
                bars: serde_json::from_str(r.text(13))
                    .map_err(|e| Error::internal(e.to_string()))?,
            })
        })
        .collect()
}
