//! The revision tables: sources, their line of revisions, steps and recorded facts.

mod document;
mod effect;
mod entry;
mod facts;
mod page;
mod seen;
mod steps;
mod told;
mod trash;

pub use document::{Document, Known, document, import, source_of, unknown_kind};
pub use effect::{set_applied, set_reached, set_undone};
pub use entry::Entry;
pub use facts::{are_in_bodies, set_addresses, set_definitions, write_facts};
pub use seen::{Before, Seen, brought_all};
pub use steps::{Stored, forget_steps, kept_steps, steps};
pub use told::{Told, before, came, found, told};
pub use trash::{Trashed, names_in_trash, set_purged, trash};

use crate::catalog::{Identity, Schemas};
use crate::diff::{Left, Recorded};
use crate::error::{Error, Result};
use crate::pg::spi::{self, Row};
use crate::plan::Plan;
use crate::transform::elsewhere::Twin;
use hashbrown::HashSet;
use pgrx::PgSqlErrorCode;
use serde_json::json;
use std::collections::BTreeSet;

/// Facts sent to the server in one statement.
const CHUNK: usize = 5000;

/// Rows as columns.
fn transposed<const N: usize>(
    rows: impl Iterator<Item = [Option<String>; N]>,
) -> Vec<Vec<Option<String>>> {
    let mut columns = vec![Vec::new(); N];
    for row in rows {
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    columns
}

/// Parameters that are arrays, side by side.
fn unnested(first: usize, count: usize) -> String {
    let each: Vec<String> =
        (first..first + count).map(|n| format!("pg_catalog.unnest(${n})")).collect();
    format!("ROWS FROM ({})", each.join(", "))
}

/// A row of `schemig.source`.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: String,
    pub name: String,
    pub server: String,
    pub schemas: Schemas,
    pub rules: String,
    /// The database that was read last: its system identifier and oid.
    read: (Option<String>, Option<String>),
}

impl Source {
    /// Whether that database is the one that was read last: then its addresses mean the same objects.
    pub fn is(&self, identity: &Identity) -> bool {
        (self.read.0.as_deref(), self.read.1.as_deref())
            == (Some(identity.system.as_str()), Some(identity.database_oid.as_str()))
    }
}

/// A row of `schemig.revision`, as far as running it needs.
#[derive(Debug, Clone)]
pub struct Revision {
    pub id: String,
    pub applied: bool,
    /// Of a source that is followed as a whole database.
    pub whole: bool,
    pub rules: String,
    /// Schemas of the target that the source has objects in, as a text array.
    pub schemas: Vec<String>,
    /// Other schemas that hold something that is made again.
    pub beside: Vec<String>,
    /// Something is dropped and made again.
    pub rebuilds: bool,
    /// How many of its statements have been run, where that is not all or none.
    pub reached: Option<usize>,
    /// When it was planned, in microseconds.
    pub planned_at: i64,
}

/// What a plan writes down besides its steps.
pub struct Draft<'a> {
    pub message: Option<&'a str>,
    pub lines: &'a [String],
    pub warnings: &'a [String],
    pub rules: &'a str,
    pub schemas: &'a [String],
    pub beside: &'a [String],
    pub rebuilds: bool,
    pub identity: &'a Identity,
    /// What the catalogs were like, where that decides about the plan alone.
    pub seen: Option<&'a Seen>,
}

/// Name of a source: `server/schema`, `server/a+b`, or `server` for all schemas. A part that holds
/// one of these signs is quoted, so that no two sources have one name.
pub fn source_name(server: &str, schemas: &Schemas) -> String {
    let part = |name: &str| match name.contains(['/', '+', '"']) {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_string(),
    };
    match schemas {
        None => part(server),
        Some(list) => {
            let list: Vec<String> = list.iter().map(|s| part(s)).collect();
            format!("{}/{}", part(server), list.join("+"))
        }
    }
}

const SOURCE: &str = "SELECT s.id::text, s.name, s.server::text,
    CASE WHEN s.schemas IS NULL THEN NULL ELSE pg_catalog.to_jsonb(s.schemas)::text END, s.rules::text,
    s.system_identifier, s.database_oid::text
    FROM schemig.source AS s";

fn source(row: &Row) -> Result<Source> {
    let schemas = match row.opt(3) {
        None => None,
        Some(list) => Some(strings(&list)?),
    };
    Ok(Source {
        id: row.text(0).into(),
        name: row.text(1).into(),
        server: row.text(2).into(),
        schemas,
        rules: row.text(4).into(),
        read: (row.opt(5), row.opt(6)),
    })
}

/// The source of a server and schemas; written down when it is new.
pub fn ensure_source(server: &str, schemas: &Schemas) -> Result<Source> {
    let list = schemas.as_ref().map(|s| json!(s).to_string());
    let array = "CASE WHEN $2 IS NULL THEN NULL ELSE ARRAY(SELECT e::name
        FROM pg_catalog.jsonb_array_elements_text($2::jsonb) WITH ORDINALITY AS a(e, n) ORDER BY a.n) END";
    let find =
        format!("{SOURCE} WHERE s.server = $1::name AND s.schemas IS NOT DISTINCT FROM {array}");
    if let Some(row) = spi::first(&find, &[Some(server), list.as_deref()])? {
        return source(&row);
    }
    let name = source_name(server, schemas);
    spi::insert_new(
        &format!("INSERT INTO schemig.source (server, schemas, name) SELECT $1::name, {array}, $3"),
        &[Some(server), list.as_deref(), Some(&name)],
    )?;
    sources(Some(&name))?.into_iter().next().ok_or_else(|| Error::internal("source not written"))
}

/// The source of a name, or all of them.
///
/// Errors: 42704 no source has that name.
pub fn sources(name: Option<&str>) -> Result<Vec<Source>> {
    let sql = format!("{SOURCE} WHERE $1 IS NULL OR s.name = $1 ORDER BY s.name");
    let list = spi::query(&sql, &[name])?.iter().map(source).collect::<Result<Vec<_>>>()?;
    match name {
        Some(name) if list.is_empty() => Err(Error::new(
            PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
            format!("source \"{name}\" does not exist"),
        )
        .hint("The sources are listed in schemig.source.")),
        _ => Ok(list),
    }
}

/// Forgets a source with its revisions and all that is recorded of them.
pub fn remove(source: &Source) -> Result<()> {
    spi::execute("DELETE FROM schemig.source WHERE id = $1::int", &[Some(&source.id)])
}

/// Writes a source's rules.
pub fn set_rules(source: &Source, rules: &str) -> Result<()> {
    spi::execute(
        "UPDATE schemig.source SET rules = $2::jsonb WHERE id = $1::int",
        &[Some(&source.id), Some(rules)],
    )
}

/// A text that is another one as soon as something else of the source is in effect.
pub fn standing(source: &Source) -> Result<String> {
    let rows = spi::query(
        "SELECT pg_catalog.concat_ws(' ', r.id, r.xmin) FROM schemig.revision r WHERE r.source = $1::int ORDER BY r.id",
        &[Some(&source.id)],
    )?;
    Ok(rows.iter().map(|row| row.text(0)).collect::<Vec<_>>().join(", "))
}

/// A query for a text that is another one as soon as a revision of any source has come, changed or gone.
pub const RECORD: &str = "SELECT coalesce(pg_catalog.string_agg(pg_catalog.concat_ws(' ', r.id, r.xmin, r.ctid), ',' ORDER BY r.id), '')
   FROM schemig.revision r";

/// What cannot be told of a record that another session changes.
pub fn changed() -> Error {
    let code = PgSqlErrorCode::ERRCODE_T_R_SERIALIZATION_FAILURE;
    Error::new(code, "could not serialize access due to another session's upgrade")
        .hint("Try again in a new transaction.")
}

/// The source's revisions from base to head.
pub fn line(source: &Source) -> Result<Vec<Revision>> {
    let rows = spi::query(
        "WITH RECURSIVE line AS (
            SELECT r.id, 1 AS n FROM schemig.revision r WHERE r.source = $1::int AND r.down_revision IS NULL
            UNION ALL
            SELECT r.id, l.n + 1 FROM schemig.revision r JOIN line l ON r.down_revision = l.id
             WHERE r.source = $1::int)
         SELECT r.id, (r.state = 'applied')::text, r.rules::text, pg_catalog.to_jsonb(r.schemas)::text,
                pg_catalog.to_jsonb(r.beside)::text, r.rebuilds::text, r.reached::text,
                (1000000 * extract(epoch FROM r.planned_at))::bigint::text
           FROM line l JOIN schemig.revision r ON r.id = l.id ORDER BY l.n",
        &[Some(&source.id)],
    )?;
    rows.iter()
        .map(|r| {
            Ok(Revision {
                id: r.text(0).into(),
                applied: r.is_true(1),
                whole: source.schemas.is_none(),
                rules: r.text(2).into(),
                schemas: strings(r.text(3))?,
                beside: strings(r.text(4))?,
                rebuilds: r.is_true(5),
                reached: r.opt(6).and_then(|n| n.parse().ok()),
                planned_at: r.parse(7)?,
            })
        })
        .collect()
}

fn strings(json: &str) -> Result<Vec<String>> {
    serde_json::from_str(json).map_err(|e| Error::internal(e.to_string()))
}

/// What a fact is that cannot be read.
fn damaged(error: Error) -> Error {
    let Error { message, detail, .. } = error;
    page::damaged(&detail.unwrap_or_else(|| document::sentence(&message)))
}

fn all_left(facts: &page::Facts) -> Result<Vec<Left>> {
    let mut list = Vec::new();
    facts.each(|id, it| {
        list.push(it.left(id).map_err(damaged)?);
        Ok(())
    })?;
    Ok(list)
}

fn all_recorded(facts: &page::Facts) -> Result<Vec<Recorded>> {
    let mut list = Vec::new();
    facts.each(|id, it| {
        list.push(it.recorded(id).map_err(damaged)?);
        Ok(())
    })?;
    Ok(list)
}

/// Facts in effect.
pub fn recorded(source: &Source) -> Result<Vec<Recorded>> {
    all_recorded(&page::Facts::in_effect(&source.id))
}

/// Facts in effect that belong to some objects of the source, by number, with more.
pub fn recorded_near(source: &Source, owners: &BTreeSet<u32>) -> Result<Vec<Recorded>> {
    all_recorded(&page::Facts::near(&source.id, owners))
}

/// The same without what they came from.
pub fn left(source: &Source) -> Result<Vec<Left>> {
    all_left(&page::Facts::in_effect(&source.id))
}

/// Facts that a revision brings.
pub fn brought(revision: &str) -> Result<Vec<Left>> {
    all_left(&page::Facts::brought(revision))
}

/// Facts that a revision ends.
pub fn ended(revision: &str) -> Result<Vec<Left>> {
    all_left(&page::Facts::ended(revision))
}

/// Hands over what other sources have in effect, with their names.
fn each_of_others(source: &Source, mut take: impl FnMut(&str, Entry)) -> Result<()> {
    for other in sources(None)?.into_iter().filter(|it| it.id != source.id) {
        page::Facts::in_effect(&other.id).each(|_, it| {
            take(&other.name, it);
            Ok(())
        })?;
    }
    Ok(())
}

/// Target objects of these kinds and names that another source has brought: kind, name and source.
pub fn of_others(source: &Source) -> Result<Vec<(String, String, String)>> {
    let mut all = Vec::new();
    each_of_others(source, |name, it| {
        if !it.adopted {
            all.push((it.kind.clone(), it.object().to_string(), name.to_string()));
        }
    })?;
    Ok(all)
}

/// What other sources of the same database have in effect here.
pub fn elsewhere(source: &Source, identity: &Identity) -> Result<Vec<Twin>> {
    let mut twins = Vec::new();
    let others = sources(None)?.into_iter().filter(|s| s.id != source.id && s.is(identity));
    for other in others {
        let known = recorded(&other)?.into_iter().filter(|r| r.at.0 != 0);
        twins.extend(known.map(|r| Twin { at: r.at, source: r.source, target: r.left.def }));
    }
    Ok(twins)
}

/// Labels of what other sources have recorded, also of what was there before them.
pub fn used_by_others(source: &Source) -> Result<HashSet<String>> {
    let mut all = HashSet::new();
    each_of_others(source, |_, it| {
        all.insert(it.label());
    })?;
    Ok(all)
}

/// Names and types that rules changed, as of the newest revision of each source: kind, name in the source, name
/// here and rules.
pub fn mapping(source: Option<&str>) -> Result<Vec<Row>> {
    sources(source)?;
    spi::query(
        "SELECT f.kind, f.source_object, f.object, f.rule
           FROM schemig.fact f JOIN schemig.source s ON s.id = f.source
          WHERE f.rule IS NOT NULL AND f.until IS NULL AND ($1 IS NULL OR s.name = $1)
          ORDER BY s.name, f.object_oid, f.class_oid, f.sub_id, f.id",
        &[source],
    )
}

/// Deletes the source's revisions that are not in effect, from `first` on (all of them when `None`).
pub fn forget(source: &Source, first: Option<&str>) -> Result<Vec<String>> {
    let line = line(source)?;
    let start = match first {
        Some(id) => line.iter().position(|r| r.id == id),
        None => line.iter().position(|r| !r.applied),
    };
    let gone: Vec<String> =
        start.map_or_else(Vec::new, |s| line[s..].iter().map(|r| r.id.clone()).collect());
    let list = json!(gone).to_string();
    let ids = "(SELECT pg_catalog.jsonb_array_elements_text($1::jsonb))";
    spi::execute(&format!("DELETE FROM schemig.revision WHERE id IN {ids}"), &[Some(&list)])?;
    Ok(gone)
}

/// What is written of a revision besides its steps.
#[derive(Debug)]
pub struct Note {
    pub id: String,
    /// The revision before it; none at the base.
    pub down: Option<String>,
    pub message: Option<String>,
    /// When it was planned, in UTC.
    pub planned_at: String,
}

/// What is written of a revision.
pub fn note(id: &str) -> Result<Note> {
    let sql = "SELECT r.down_revision, r.message, r.planned_at::timestamp::text FROM schemig.revision r WHERE r.id = $1";
    let row = spi::first(sql, &[Some(id)])?.ok_or_else(|| Error::internal("no such revision"))?;
    let planned_at = row.text(2).to_string();
    Ok(Note { id: id.to_string(), down: row.opt(0), message: row.opt(1), planned_at })
}

/// A new revision id: 12 hexadecimal digits.
pub fn new_id() -> Result<String> {
    let sql = "SELECT pg_catalog.left(pg_catalog.replace(pg_catalog.gen_random_uuid()::text, '-', ''), 12)";
    Ok(spi::first(sql, &[])?.map(|r| r.text(0).to_string()).unwrap_or_default())
}

/// Writes a pending revision.
pub fn write(source: &Source, id: &str, draft: &Draft, plan: &Plan) -> Result<()> {
    let current = line(source)?.last().map(|r| r.id.clone());
    let tables = draft.seen.map(Seen::tables).transpose()?.flatten();
    let array = |list: &[String]| json!(list).to_string();
    let from =
        |n: usize| format!("ARRAY(SELECT pg_catalog.jsonb_array_elements_text(${n}::jsonb))");
    spi::insert_new(
        &format!(
            "INSERT INTO schemig.revision (source, id, down_revision, message, plan, warnings, rules, schemas,
                    beside, rebuilds, source_version, system_identifier, database_oid, seen, tables)
             VALUES ($1::int, $2, $3, $4, {}, {}, $7::jsonb, {}, {}, $12::boolean, $9::int, $10, $11::oid, $14, $15::json)",
            from(5), from(6), from(8), from(13)
        ),
        &[
            Some(&source.id), Some(id), current.as_deref(), draft.message, Some(&array(draft.lines)),
            Some(&array(draft.warnings)), Some(draft.rules), Some(&array(draft.schemas)),
            Some(&draft.identity.version.to_string()), Some(&draft.identity.system),
            Some(&draft.identity.database_oid), Some(&draft.rebuilds.to_string()), Some(&array(draft.beside)),
            draft.seen.map(Seen::there), tables.as_deref(),
        ],
    )?;
    for (chunk, part) in plan.steps.chunks(CHUNK).enumerate() {
        steps::write(id, chunk * CHUNK, part)?;
    }
    trash::write(id, &plan.trash)
}

/// Records who the source was when it was last read.
pub fn set_identity(source: &Source, identity: &Identity) -> Result<()> {
    spi::execute(
        "UPDATE schemig.source SET database = $2::name, system_identifier = $3, database_oid = $4::oid
          WHERE id = $1::int AND (database, system_identifier, database_oid)
                IS DISTINCT FROM ($2::name, $3, $4::oid)",
        &[Some(&source.id), Some(&identity.database), Some(&identity.system), Some(&identity.database_oid)],
    )
}
