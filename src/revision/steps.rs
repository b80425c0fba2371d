//! Steps of revisions.

use super::{strings, transposed, unnested};
use crate::error::{Error, Result};
use crate::fact::{Doubt, Online};
use crate::fingerprint;
use crate::kind;
use crate::pg::actions::{self, Gone};
use crate::pg::spi;
use crate::plan::Step;
use serde::Serialize;
use serde_json::json;
use std::cell::RefCell;
use std::rc::Rc;

/// A step as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    pub number: i64,
    /// What it does to the object: create, alter, rename or drop.
    pub change: String,
    pub kind: String,
    pub object: String,
    pub label: String,
    /// It gives something another name, be that in the trash.
    pub renames: bool,
    pub statement: Option<String>,
    pub undo: Option<String>,
    /// Number of the step by whose statement it is done, if not by its own alone.
    pub along: Option<i64>,
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

/// A row of `schemig.step`: the values of [`COLUMNS`]; lists are in JSON.
pub(super) type Row = [Option<String>; COLUMNS.len()];

/// With what becomes of each.
const COLUMNS: [(&str, &str); 15] = [
    ("number", "s.number::integer"),
    ("change", "s.change"),
    ("kind", "s.kind"),
    ("object", "s.object"),
    ("statement", "s.statement"),
    ("undo", "s.undo"),
    ("along", "s.along::integer"),
    ("trash", "s.trash"),
    ("probe", "s.probe"),
    ("undo_probe", "s.undo_probe"),
    (
        "hazards",
        "CASE WHEN s.hazards IS NULL THEN '{}' ELSE ARRAY(SELECT pg_catalog.json_array_elements_text(s.hazards::json)) END",
    ),
    ("doubts", "coalesce(s.doubts, '[]')::jsonb"),
    ("bars", "coalesce(s.bars, '[]')::jsonb"),
    (
        "parts",
        "CASE WHEN s.parts IS NULL THEN '{}' ELSE ARRAY(SELECT pg_catalog.json_array_elements_text(s.parts::json)) END",
    ),
    ("online", "s.online::jsonb"),
];

/// A list in JSON; none where nothing is in it, as is usual.
fn list<T: Serialize>(all: &[T]) -> Option<String> {
    (!all.is_empty()).then(|| json!(all).to_string())
}

/// Writes steps; `offset` is how many come before them.
pub(super) fn write(revision: &str, offset: usize, steps: &[Step]) -> Result<()> {
    let row = |(i, s): (usize, &Step)| -> Row {
        [
            Some((offset + i + 1).to_string()),
            Some(s.verb.word().to_string()),
            Some(s.kind.to_string()),
            Some(s.object.clone()),
            s.statement.clone(),
            s.undo.clone(),
            s.along.map(|at| (at + 1).to_string()),
            s.only.map(|it| it.word().to_string()),
            s.probe.clone(),
            s.undo_probe.clone(),
            list(&s.hazards),
            list(&s.doubts),
            list(&s.bars),
            list(&s.parts),
            s.online.as_ref().map(|it| json!(it).to_string()),
        ]
    };
    insert_steps(revision, steps.iter().enumerate().map(row))
}

pub(super) fn insert_steps(revision: &str, rows: impl Iterator<Item = Row>) -> Result<()> {
    let names = COLUMNS.map(|(name, _)| name).join(", ");
    let values = COLUMNS.map(|(_, value)| value).join(", ");
    let sql = format!(
        "INSERT INTO schemig.step (revision, {names}) SELECT $1, {values} FROM {} AS s({names})",
        unnested(2, COLUMNS.len())
    );
    spi::execute_over(&sql, &[Some(revision)], transposed(rows))
}

/// What was asked for last, with its revision and the versions of its rows.
type Last = Option<((String, String), Rc<Vec<Stored>>)>;

thread_local! {
    static LAST: RefCell<Last> = const { RefCell::new(None) };
}

/// The same, which this session keeps as long as nobody has written them anew: batch after batch asks for them.
pub fn kept_steps(revision: &str) -> Result<Rc<Vec<Stored>>> {
    let sql = format!("SELECT {} FROM schemig.step WHERE revision = $1", fingerprint::of_rows());
    let versions = spi::first(&sql, &[Some(revision)])?.and_then(|row| row.opt(0));
    let key = (revision.to_string(), versions.unwrap_or_default());
    let known = LAST.with_borrow(|last| {
        let (of, steps) = last.as_ref()?;
        (*of == key).then(|| steps.clone())
    });
    if let Some(steps) = known {
        return Ok(steps);
    }
    forget_steps();
    let steps = Rc::new(steps(revision)?);
    LAST.set(Some((key, steps.clone())));
    Ok(steps)
}

/// Gives back their memory.
pub fn forget_steps() {
    LAST.set(None);
}

/// What other revisions had in the trash and is purged: statements that brought it along, with all that were of a type
/// or with a new partition, do without it.
fn purged(revision: &str) -> Result<Gone> {
    let mut gone = Gone { schema: kind::TRASH, ..Gone::default() };
    let rows = spi::query(
        "SELECT t.name, (t.class IS NULL)::text FROM schemig.trash t JOIN schemig.revision r ON r.id = t.revision
          WHERE r.purged AND r.id <> $1",
        &[Some(revision)],
    )?;
    for row in rows {
        let names = if row.is_true(1) { &mut gone.columns } else { &mut gone.objects };
        names.insert(row.text(0).to_string());
    }
    Ok(gone)
}

/// Steps of a revision in order.
pub fn steps(revision: &str) -> Result<Vec<Stored>> {
    let rows = spi::query(
        "SELECT s.number::text, s.change, s.kind, s.object, s.statement,
                CASE WHEN s.trash IS NULL OR (s.trash = 'purged') = r.purged THEN s.undo END, s.probe, s.undo_probe,
                pg_catalog.to_json(s.hazards)::text, s.doubts::text, (s.change = 'rename' OR s.trash IS NOT NULL)::text,
                pg_catalog.to_json(s.parts)::text, s.online::text, s.bars::text, s.along::text
           FROM schemig.step s JOIN schemig.revision r ON r.id = s.revision WHERE s.revision = $1 ORDER BY s.number",
        &[Some(revision)],
    )?;
    let gone = purged(revision)?;
    let left = |sql: Option<String>| sql.map_or(Ok(None), |sql| actions::without(sql, &gone));
    rows.iter()
        .map(|r| {
            Ok(Stored {
                number: r.parse(0)?,
                change: r.text(1).into(),
                kind: r.text(2).into(),
                object: r.text(3).into(),
                renames: r.is_true(10),
                label: format!("{} {} {}", r.text(1), r.text(2), r.text(3)),
                statement: left(r.opt(4))?,
                undo: left(r.opt(5))?,
                along: r.opt(14).and_then(|n| n.parse().ok()),
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
