//! Pages of the record: facts as revisions brought them, many in one row of `schemig.fact_page`.

use super::entry::Entry;
use super::{Source, transposed, unnested};
use crate::error::{Error, Result};
use crate::pg::{quote, spi};
use hashbrown::HashMap;
use pgrx::PgSqlErrorCode;
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The most facts of a page. Their numbers go by it, also in `sql/bootstrap.sql`: it cannot be changed.
const ROOM: usize = 256;

/// Pages sent to the server in one statement.
const PAGES: usize = 16;

/// Facts sent to the server in one statement.
pub(super) const AT_ONCE: usize = ROOM * PAGES;

/// The head of a query over the revisions below one, `$1`.
const EARLIER: &str = "WITH RECURSIVE earlier(id) AS (
            SELECT r.down_revision FROM schemig.revision r WHERE r.id = $1 AND r.down_revision IS NOT NULL
             UNION ALL
            SELECT r.down_revision FROM schemig.revision r JOIN earlier e ON e.id = r.id WHERE r.down_revision IS NOT NULL)";

/// Some facts of the record.
pub(super) struct Facts<'a> {
    /// The condition for their pages `p`; it may be about a parameter.
    pages: String,
    key: &'a str,
    /// The condition for ends `e` that count, about the same parameter.
    ends: String,
    /// What these end, and not what they leave.
    ended: bool,
}

impl Facts<'_> {
    /// In effect, by the number of their source.
    pub(super) fn in_effect(source: &str) -> Facts<'_> {
        Facts {
            pages: "(p.source, p.since) IN (SELECT r.source, r.id FROM schemig.revision r WHERE r.source = $1::int AND r.state = 'applied')".into(),
            ends: "EXISTS (SELECT FROM schemig.revision u WHERE u.id = e.until AND u.state = 'applied')".into(),
            key: source,
            ended: false,
        }
    }

    /// The same, of pages with something that belongs to one of some objects of the source, or of which that is not known.
    pub(super) fn near<'a>(source: &'a str, owners: &BTreeSet<u32>) -> Facts<'a> {
        let all = Facts::in_effect(source);
        let near = format!("(p.owners && '{}'::oid[]) IS NOT FALSE", quote::numbers(owners));
        Facts { pages: format!("{} AND {near}", all.pages), ..all }
    }

    /// The same, of pages with bodies of routines, or of which that is not known.
    pub(super) fn with_bodies(source: &str) -> Facts<'_> {
        let all = Facts::in_effect(source);
        Facts { pages: format!("{} AND p.bodies IS NOT FALSE", all.pages), ..all }
    }

    /// In effect before a revision, if those below it and no others are.
    pub(super) fn before(revision: &str) -> Facts<'_> {
        let earlier = format!("({EARLIER} SELECT b.id FROM earlier b)");
        Facts {
            pages: format!(
                "p.source = (SELECT r.source FROM schemig.revision r WHERE r.id = $1) AND p.since IN {earlier}"
            ),
            ends: format!("e.until IN {earlier}"),
            key: revision,
            ended: false,
        }
    }

    /// That a revision brings.
    pub(super) fn brought(revision: &str) -> Facts<'_> {
        Facts {
            pages: "(p.source, p.since) = (SELECT r.source, r.id FROM schemig.revision r WHERE r.id = $1)".into(),
            ends: "false".into(),
            key: revision,
            ended: false,
        }
    }

    /// That a revision ends.
    pub(super) fn ended(revision: &str) -> Facts<'_> {
        Facts {
            pages: "(p.source, p.since, p.id) IN (SELECT e.source, e.since, e.page FROM schemig.fact_end e
                JOIN schemig.revision r ON (r.source, r.id) = (e.source, e.until) WHERE r.id = $1)"
                .into(),
            ends: "e.until = $1".into(),
            key: revision,
            ended: true,
        }
    }

    /// Hands them over with their numbers, in the order in which they came.
    pub(super) fn each(&self, mut take: impl FnMut(i64, Entry) -> Result<()>) -> Result<()> {
        let ends = self.all_ends()?;
        let sql = format!(
            "SELECT p.id::text, p.facts::text FROM schemig.fact_page p WHERE {} ORDER BY p.id",
            self.pages
        );
        spi::each(&sql, &[Some(self.key)], &mut |row| {
            let page = row.parse(0)?;
            for (place, mut entry) in facts(row.text(1))?.into_iter().enumerate() {
                let id = number(page, place);
                let end = ends.get(&id);
                if end.is_some_and(|end| end.counts) != self.ended {
                    continue;
                }
                // Whatever the page says: it has facts of documents as those were.
                entry.lost = end.is_some_and(|end| end.lost);
                entry.kept = end.is_some_and(|end| end.kept);
                take(id, entry)?;
            }
            Ok(())
        })
    }

    /// By the number of the fact.
    fn all_ends(&self) -> Result<HashMap<i64, End>> {
        let Facts { pages, ends, .. } = self;
        let sql = format!(
            "SELECT e.fact::text, ({ends})::text, e.lost::text, e.kept::text
               FROM schemig.fact_end e JOIN schemig.fact_page p ON (p.source, p.since, p.id) = (e.source, e.since, e.page)
              WHERE {pages}"
        );
        let mut all = HashMap::new();
        spi::each(&sql, &[Some(self.key)], &mut |row| {
            let end = End { counts: row.is_true(1), lost: row.is_true(2), kept: row.is_true(3) };
            all.insert(row.parse(0)?, end);
            Ok(())
        })?;
        Ok(all)
    }
}

/// A row of `schemig.fact_end`.
struct End {
    counts: bool,
    lost: bool,
    kept: bool,
}

/// `schemig.fact.id`.
fn number(page: i64, place: usize) -> i64 {
    page * ROOM as i64 + place as i64
}

fn facts(page: &str) -> Result<Vec<Entry>> {
    serde_json::from_str(page).map_err(|e| damaged(&format!("It has no facts there: {e}.")))
}

/// A record that somebody has changed, or a newer version of the extension has written.
pub(super) fn damaged(detail: &str) -> Error {
    Error::new(PgSqlErrorCode::ERRCODE_DATA_CORRUPTED, "cannot read the record")
        .detail(detail)
        .hint("Restore the tables of the extension from a dump, or call schemig.unfollow() and plan anew: what is here is taken over.")
}

fn page(facts: &[Entry]) -> Result<String> {
    serde_json::to_string(facts).map_err(|e| Error::internal(e.to_string()))
}

/// Writes facts that a revision brings.
pub(super) fn write_pages(source: &Source, revision: &str, all: &[Entry]) -> Result<()> {
    let pages = all.chunks(ROOM).map(|part| page(part).map(Some)).collect::<Result<Vec<_>>>()?;
    let owners = all.chunks(ROOM).map(|part| of_all(part, |(owner, _)| owner));
    let owners =
        owners.map(|all| all.map(|all| quote::numbers(&all.into_iter().collect::<BTreeSet<_>>())));
    let bodies = all.chunks(ROOM).map(|part| of_all(part, |(_, is_body)| is_body));
    let bodies = bodies.map(|all| all.map(|all| all.contains(&true).to_string()));
    spi::execute_over(
        "INSERT INTO schemig.fact_page (source, since, facts, owners, bodies)
         SELECT $1::int, $2, f.facts::json, f.owners::oid[], f.bodies::boolean
           FROM ROWS FROM (pg_catalog.unnest($3), pg_catalog.unnest($4), pg_catalog.unnest($5))
                WITH ORDINALITY AS f(facts, owners, bodies, place)
          ORDER BY f.place",
        &[Some(&source.id), Some(revision)],
        vec![pages, owners.collect(), bodies.collect()],
    )
}

/// What is known of all facts of a page.
fn of_all<T>(facts: &[Entry], what: impl Fn((u32, bool)) -> T) -> Option<Vec<T>> {
    facts.iter().map(|entry| entry.belongs.map(&what)).collect()
}

/// Notes that some objects have other numbers by now.
pub(super) fn forget_owners(numbers: &BTreeSet<u32>) -> Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    spi::execute(
        "UPDATE schemig.fact_page SET owners = NULL
          WHERE id IN (SELECT p.id FROM schemig.fact_page p, pg_catalog.unnest(p.owners) AS o(number)
                         JOIN pg_catalog.unnest($1::oid[]) AS m(number) USING (number))",
        &[Some(&quote::numbers(numbers))],
    )
}

/// Changes facts on record, by number.
pub(super) fn change_facts<T>(
    changes: impl Iterator<Item = (i64, T)>,
    mut with: impl FnMut(&mut Entry, T) -> Result<()>,
) -> Result<()> {
    let mut todo: BTreeMap<i64, Vec<(usize, T)>> = BTreeMap::new();
    for (id, to) in changes {
        let place = usize::try_from(id % ROOM as i64).unwrap_or_default();
        todo.entry(id / ROOM as i64).or_default().push((place, to));
    }
    let ids: Vec<i64> = todo.keys().copied().collect();
    for ids in ids.chunks(PAGES) {
        let rows = spi::query(
            "SELECT p.id::text, p.facts::text FROM schemig.fact_page p
              WHERE p.id IN (SELECT pg_catalog.json_array_elements_text($1::json)::bigint) ORDER BY p.id FOR UPDATE",
            &[Some(&json!(ids).to_string())],
        )?;
        let mut pages = Vec::with_capacity(rows.len());
        for row in rows {
            let id: i64 = row.parse(0)?;
            let mut all = facts(row.text(1))?;
            for (place, to) in todo.remove(&id).unwrap_or_default() {
                if let Some(entry) = all.get_mut(place) {
                    with(entry, to)?;
                }
            }
            pages.push([Some(id.to_string()), Some(page(&all)?)]);
        }
        let update = format!(
            "UPDATE schemig.fact_page p SET facts = f.facts::json FROM {} AS f(id, facts) WHERE p.id = f.id::bigint",
            unnested(1, 2)
        );
        spi::execute_over(&update, &[], transposed(pages.into_iter()))?;
    }
    Ok(())
}

/// A fact that a revision ends: its number, whether it was gone before, and whether it is left here.
#[derive(Serialize)]
pub(super) struct Ends {
    pub(super) fact: i64,
    pub(super) lost: bool,
    pub(super) kept: bool,
}

/// Writes which facts a revision ends.
pub(super) fn write_ends(revision: &str, facts: &[Ends]) -> Result<()> {
    let insert = format!(
        "INSERT INTO schemig.fact_end (fact, source, since, until, lost, kept)
         SELECT f.fact, p.source, p.since, $1, f.lost, f.kept
           FROM pg_catalog.json_to_recordset($2::json) AS f(fact bigint, lost boolean, kept boolean)
           JOIN schemig.fact_page p ON p.id = f.fact / {ROOM}"
    );
    for part in facts.chunks(AT_ONCE) {
        spi::execute(&insert, &[Some(revision), Some(&json!(part).to_string())])?;
    }
    Ok(())
}
