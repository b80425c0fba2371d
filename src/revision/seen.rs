//! What a plan has seen, which the next one need not read again.

use super::{RECORD, Revision, Source};
use crate::catalog::Identity;
use crate::error::{Error, Result};
use crate::fingerprint::{self, Tables};
use crate::pg::spi;

/// Whether all that is here was brought by a revision, and nothing has changed since that was found out; `here` tells what
/// this database is like now.
pub fn brought_all(
    source: &Source,
    revision: &Revision,
    here: impl FnOnce() -> Result<String>,
) -> Result<bool> {
    let sql = "SELECT f.target FROM schemig.fingerprint f
        WHERE f.source = $1::int
          AND NOT EXISTS (SELECT FROM schemig.revision r WHERE r.source = f.source AND r.state = 'applied' AND r.id <> $2)";
    let row = spi::first(sql, &[Some(&source.id), Some(&revision.id)])?;
    row.and_then(|row| row.opt(0)).map_or(Ok(false), |was| Ok(was == here()?))
}

/// What a plan or an upgrade has left nothing to do with.
pub struct Before {
    /// What the source's relations were like.
    pub tables: Tables,
    /// All that is here is on record.
    pub is_all: bool,
}

/// What both catalogs were like before they were read, or after an upgrade.
pub struct Seen {
    source: String,
    target: String,
    /// What the source's relations were like; none where that was not asked.
    pub tables: Option<Tables>,
}

impl Seen {
    /// `of` is who the source is, `source` and `target` are its and this database's row versions.
    pub fn new(of: &Identity, source: &str, target: String) -> Seen {
        let Identity { system, database_oid, database, version } = of;
        Seen {
            source: format!("{system} {database_oid} {database} {version} {source}"),
            target,
            tables: None,
        }
    }

    /// What the source was like when a revision was planned, by the same role; `target` is what this database is like now. What
    /// each relation was like is taken from the revision: nobody asks again, and it takes room.
    pub fn when_planned(
        revision: &Revision,
        target: impl FnOnce() -> Result<String>,
    ) -> Result<Option<Seen>> {
        let sql = "SELECT r.seen, r.tables::text FROM schemig.revision r WHERE r.id = $1 AND r.planned_by = current_user";
        let Some(row) = spi::first(sql, &[Some(&revision.id)])? else { return Ok(None) };
        let Some(source) = row.opt(0) else { return Ok(None) };
        let sql = "UPDATE schemig.revision SET tables = NULL WHERE id = $1 AND tables IS NOT NULL";
        spi::execute(sql, &[Some(&revision.id)])?;
        Ok(Some(Seen { source, target: target()?, tables: tables(row.opt(1)) }))
    }

    /// What the source is like.
    pub fn there(&self) -> &str {
        &self.source
    }

    /// The same of its relations, as a document.
    pub fn tables(&self) -> Result<Option<String>> {
        let text = |it| serde_json::to_string(it).map_err(|e| Error::internal(e.to_string()));
        self.tables.as_ref().map(text).transpose()
    }

    /// What the source's relations were like when a plan or an upgrade had left nothing to do and all was here as recorded;
    /// none where anything but the source has changed since then.
    pub fn before(&self, source: &Source) -> Result<Option<Before>> {
        let row = spi::first(
            "SELECT f.value, f.seen, f.tables::text, (f.target IS NOT NULL)::text FROM schemig.fingerprint f WHERE f.source = $1::int AND f.here = $2",
            &[Some(&source.id), Some(&self.target)],
        )?;
        let Some((row, then)) = row.and_then(|row| row.opt(1).map(|then| (row, then))) else {
            return Ok(None);
        };
        let of = |seen: &str| seen.rsplit_once(' ').map(|(identity, _)| identity.to_string());
        let was = Seen { source: then, target: self.target.clone(), tables: None };
        match of(&was.source) == of(&self.source) && was.value()? == row.text(0) {
            true => Ok(tables(row.opt(2)).map(|it| Before { tables: it, is_all: row.is_true(3) })),
            false => Ok(None),
        }
    }

    /// What the last plan has printed, if that found nothing to do and everything is as it was.
    pub fn lines(&self, source: &Source) -> Result<Option<Vec<String>>> {
        let rows = spi::query(
            "SELECT l.line FROM schemig.fingerprint f, pg_catalog.unnest(f.lines) WITH ORDINALITY AS l(line, place)
              WHERE f.source = $1::int AND f.value = $2 ORDER BY l.place",
            &[Some(&source.id), Some(&self.value()?)],
        )?;
        let lines: Vec<String> = rows.iter().map(|row| row.text(0).to_string()).collect();
        Ok((!lines.is_empty()).then_some(lines))
    }

    /// Writes down what a plan prints that finds nothing to do, whether all that is on record is here as recorded, and whether
    /// all that is here is on record.
    pub fn keep(
        &self,
        source: &Source,
        lines: &[String],
        (is_here, is_all): (bool, bool),
    ) -> Result<()> {
        let (lines, target) = (serde_json::json!(lines).to_string(), Some(self.target.as_str()));
        spi::execute(
            "INSERT INTO schemig.fingerprint (source, value, lines, target, here, seen, tables)
             SELECT $1::int, $2, ARRAY(SELECT pg_catalog.json_array_elements_text($3::json)), $4, $5, $6, $7::json
                 ON CONFLICT (source)
                 DO UPDATE SET value = EXCLUDED.value, lines = EXCLUDED.lines, target = EXCLUDED.target,
                               here = EXCLUDED.here, seen = EXCLUDED.seen, tables = EXCLUDED.tables",
            &[
                Some(&source.id), Some(&self.value()?), Some(&lines), target.filter(|_| is_all),
                target.filter(|_| is_here), Some(&self.source),
                self.tables()?.as_deref(),
            ],
        )
    }

    /// With what else decides about a plan: who asks, all rules, and what is on record, as who changes that by hand has
    /// left it.
    fn value(&self) -> Result<String> {
        let rows = fingerprint::of_rows();
        let sql = format!(
            "SELECT pg_catalog.concat_ws(' ', current_user,
                    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', s.id, s.server, s.schemas, s.rules), ',' ORDER BY s.id)
                       FROM schemig.source s),
                    ({RECORD}),
                    (SELECT {rows} FROM schemig.fact_page),
                    (SELECT {rows} FROM schemig.fact_end))"
        );
        let here = spi::first(&sql, &[])?.ok_or_else(|| Error::internal("no record"))?;
        let all = [env!("CARGO_PKG_VERSION"), &self.source, &self.target, here.text(0)].join(" ");
        let hash = spi::first("SELECT pg_catalog.md5($1)", &[Some(&all)])?;
        hash.map(|row| row.text(0).to_string()).ok_or_else(|| Error::internal("no hash"))
    }
}

/// A record that somebody has changed says nothing.
fn tables(text: Option<String>) -> Option<Tables> {
    text.and_then(|text| serde_json::from_str(&text).ok())
}
