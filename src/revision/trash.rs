//! What revisions move to the trash.

use crate::error::Result;
use crate::pg::spi;
use crate::plan::Item;
use hashbrown::HashSet;
use serde_json::{Value, json};

/// A row of `schemig.trash`.
#[derive(Debug)]
pub struct Trashed {
    pub kind: String,
    /// Its name before.
    pub object: String,
    /// Its own name in the trash.
    pub name: String,
    /// Its class, as DROP takes it; none for a column.
    pub class: Option<String>,
    /// Its whole name in the trash.
    pub target: String,
    pub probe: Option<String>,
}

/// Writes down what a pending revision moves to the trash.
pub(super) fn write(revision: &str, items: &[Item]) -> Result<()> {
    let row = |(i, it): (usize, &Item)| {
        json!({"number": i + 1, "kind": it.kind, "object": it.object, "name": it.name,
            "class": it.class, "target": it.target, "probe": it.probe})
    };
    let rows: Vec<_> = items.iter().enumerate().map(row).collect();
    insert_trash(revision, &json!(rows))
}

/// Writes them given as an array of rows.
pub(super) fn insert_trash(revision: &str, rows: &Value) -> Result<()> {
    spi::execute(
        "INSERT INTO schemig.trash (revision, number, kind, object, name, class, target, probe)
         SELECT $1, t.* FROM pg_catalog.json_to_recordset($2::json) AS t(number int, kind text, object text,
           name text, class text, target text, probe text)",
        &[Some(revision), Some(&rows.to_string())],
    )
}

/// What a revision that is in effect has in the trash, in the order in which that can be emptied.
pub fn trash(revision: &str) -> Result<Vec<Trashed>> {
    let rows = spi::query(
        "SELECT t.kind, t.object, t.name, t.class, t.target, t.probe
           FROM schemig.trash t JOIN schemig.revision r ON r.id = t.revision
          WHERE r.id = $1 AND r.state = 'applied' AND NOT r.purged ORDER BY t.number",
        &[Some(revision)],
    )?;
    Ok(rows
        .iter()
        .map(|r| Trashed {
            kind: r.text(0).into(),
            object: r.text(1).into(),
            name: r.text(2).into(),
            class: r.opt(3),
            target: r.text(4).into(),
            probe: r.opt(5),
        })
        .collect())
}

/// The own names of everything that revisions have in the trash, or would.
pub fn names_in_trash() -> Result<HashSet<String>> {
    let rows = spi::query("SELECT t.name FROM schemig.trash t", &[])?;
    Ok(rows.iter().map(|r| r.text(0).to_string()).collect())
}

/// Marks the trash of a revision as purged, where it had any.
pub fn set_purged(revision: &str) -> Result<()> {
    spi::execute(
        "UPDATE schemig.revision r SET purged = true
          WHERE r.id = $1 AND NOT r.purged AND EXISTS (SELECT FROM schemig.trash t WHERE t.revision = r.id)",
        &[Some(revision)],
    )
}
