//! A revision as people ask about it: who, when and why, and what was on record before it.

use super::{all_recorded, damaged, page, strings};
use crate::diff::Recorded;
use crate::error::{Error, Result};
use crate::fact::Object;
use crate::pg::spi;
use hashbrown::HashMap;

/// A row of `schemig.revision` for people. Times are in UTC.
#[derive(Debug)]
pub struct Told {
    pub id: String,
    /// The revision before it; none at the base.
    pub down: Option<String>,
    /// `pending`, `applied` or `undone`.
    pub state: String,
    pub message: Option<String>,
    /// The plan as it was printed.
    pub plan: Vec<String>,
    pub warnings: Vec<String>,
    /// Its rules, and those of the revision before it.
    pub rules: String,
    pub rules_before: Option<String>,
    /// `server_version_num` of the source.
    pub source_version: Option<i32>,
    pub planned_at: String,
    pub planned_by: String,
    pub applied_at: Option<String>,
    pub applied_by: Option<String>,
    /// This database, and when it was asked.
    pub database: String,
    pub now: String,
}

/// What is written of a revision.
pub fn told(id: &str) -> Result<Told> {
    let second = |time: &str| format!("pg_catalog.date_trunc('second', {time})::timestamp::text");
    let row = spi::first(
        &format!(
            "SELECT r.down_revision, r.state, r.message, pg_catalog.to_jsonb(r.plan)::text,
                    pg_catalog.to_jsonb(r.warnings)::text, pg_catalog.jsonb_pretty(r.rules),
                    pg_catalog.jsonb_pretty(d.rules), r.source_version::text, {}, r.planned_by::text, {},
                    r.applied_by::text, pg_catalog.current_database()::text, {}
               FROM schemig.revision r LEFT JOIN schemig.revision d ON d.id = r.down_revision WHERE r.id = $1",
            second("r.planned_at"),
            second("r.applied_at"),
            second("pg_catalog.now()")
        ),
        &[Some(id)],
    )?;
    let row = row.ok_or_else(|| Error::internal("no such revision"))?;
    Ok(Told {
        id: id.to_string(),
        down: row.opt(0),
        state: row.text(1).into(),
        message: row.opt(2).filter(|text| !text.trim().is_empty()),
        plan: strings(row.text(3))?,
        warnings: strings(row.text(4))?,
        rules: row.text(5).into(),
        rules_before: row.opt(6),
        source_version: row.opt(7).and_then(|version| version.parse().ok()),
        planned_at: row.text(8).into(),
        planned_by: row.text(9).into(),
        applied_at: row.opt(10),
        applied_by: row.opt(11),
        database: row.text(12).into(),
        now: row.text(13).into(),
    })
}

/// Facts in effect before a revision, if those below it and no others are.
pub fn before(revision: &str) -> Result<Vec<Recorded>> {
    all_recorded(&page::Facts::before(revision))
}

/// Facts that a revision brings, with what they came from.
pub fn came(revision: &str) -> Result<Vec<Recorded>> {
    all_recorded(&page::Facts::brought(revision))
}

/// Definitions that facts of a revision had here before it, where they were there and not on record; by fact.
pub fn found(revision: &str) -> Result<HashMap<i64, Box<dyn Object>>> {
    let mut all = HashMap::new();
    page::Facts::brought(revision).each(|id, it| {
        if let Some(found) = it.found().map_err(damaged)? {
            all.insert(id, found);
        }
        Ok(())
    })?;
    Ok(all)
}
