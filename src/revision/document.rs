//! A revision as one JSON document, as it goes from database to database.

use super::Source;
use super::entry::Entry;
use super::page::{self, Ends};
use crate::catalog::Schemas;
use crate::error::{Error, Result};
use crate::fact::{Doubt, Object, Online};
use crate::pg::spi;
use hashbrown::HashSet;
use pgrx::PgSqlErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The format that is written, and the only one that is read.
const FORMAT: u64 = 1;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    #[serde(rename = "format")]
    _format: u64,
    /// `server_version_num` of where it was made.
    pub server_version: i32,
    pub source: Origin,
    pub revision: Head,
    pub steps: Vec<Step>,
    pub trash: Vec<Item>,
    /// Facts in effect before the revision.
    pub before: Vec<Entry>,
    /// Facts that it brings.
    pub brought: Vec<Entry>,
}

/// The source that the revision follows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    pub name: String,
    pub server: String,
    pub schemas: Schemas,
    pub database: Option<String>,
    pub system_identifier: Option<String>,
    pub database_oid: Option<u32>,
}

/// Its row of `schemig.revision`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub id: String,
    pub down_revision: Option<String>,
    message: Option<String>,
    plan: Vec<String>,
    warnings: Vec<String>,
    pub rules: Map<String, Value>,
    pub schemas: Vec<String>,
    pub beside: Vec<String>,
    pub rebuilds: bool,
    source_version: Option<i32>,
    system_identifier: Option<String>,
    database_oid: Option<u32>,
    planned_at: String,
    planned_by: String,
}

/// A row of `schemig.step`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    number: i32,
    pub change: String,
    pub kind: String,
    pub object: String,
    pub statement: Option<String>,
    pub undo: Option<String>,
    along: Option<i32>,
    trash: Option<String>,
    pub probe: Option<String>,
    pub undo_probe: Option<String>,
    hazards: Vec<String>,
    pub doubts: Vec<Doubt>,
    pub bars: Vec<Doubt>,
    pub parts: Vec<String>,
    pub online: Option<Online>,
}

impl Step {
    fn row(&self) -> super::steps::Row {
        [
            Some(self.number.to_string()),
            Some(self.change.clone()),
            Some(self.kind.clone()),
            Some(self.object.clone()),
            self.statement.clone(),
            self.undo.clone(),
            self.along.map(|number| number.to_string()),
            self.trash.clone(),
            self.probe.clone(),
            self.undo_probe.clone(),
            Some(json!(self.hazards).to_string()),
            Some(json!(self.doubts).to_string()),
            Some(json!(self.bars).to_string()),
            Some(json!(self.parts).to_string()),
            self.online.as_ref().map(|it| json!(it).to_string()),
        ]
    }
}

/// A row of `schemig.trash`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    number: i32,
    pub kind: String,
    pub object: String,
    name: String,
    pub class: Option<String>,
    pub target: String,
    pub probe: Option<String>,
}

/// A fact on record here of which a document says something new: its id, and its position in `before`.
pub struct Known {
    pub id: i64,
    pub entry: usize,
}

/// The document of a revision.
pub fn document(revision: &str) -> Result<Value> {
    let sql = format!(
        "SELECT pg_catalog.jsonb_build_object('format', {FORMAT},
            'server_version', pg_catalog.current_setting('server_version_num')::int,
            'source', pg_catalog.jsonb_build_object('name', s.name, 'server', s.server, 'schemas', s.schemas,
                'database', s.database, 'system_identifier', s.system_identifier, 'database_oid', s.database_oid::bigint),
            'revision', pg_catalog.jsonb_build_object('id', r.id, 'down_revision', r.down_revision, 'message', r.message,
                'plan', r.plan, 'warnings', r.warnings, 'rules', r.rules, 'schemas', r.schemas, 'beside', r.beside,
                'rebuilds', r.rebuilds, 'source_version', r.source_version, 'system_identifier', r.system_identifier,
                'database_oid', r.database_oid::bigint, 'planned_at', r.planned_at, 'planned_by', r.planned_by),
            'steps', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(t) - 'revision' ORDER BY t.number), '[]')
                        FROM schemig.step t WHERE t.revision = r.id),
            'trash', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(t) - 'revision' ORDER BY t.number), '[]')
                        FROM schemig.trash t WHERE t.revision = r.id))::text
           FROM schemig.revision r JOIN schemig.source s ON s.id = r.source WHERE r.id = $1"
    );
    let row = spi::first(&sql, &[Some(revision)])?;
    let text = row.and_then(|row| row.opt(0));
    let text = text.ok_or_else(|| Error::internal("revision not found"))?;
    let mut document: Map<String, Value> =
        serde_json::from_str(&text).map_err(|e| Error::internal(e.to_string()))?;
    let mut ended = HashSet::new();
    page::Facts::ended(revision).each(|id, _| {
        ended.insert(id);
        Ok(())
    })?;
    document.insert("before".into(), entries(&page::Facts::before(revision), &ended)?);
    document.insert("brought".into(), entries(&page::Facts::brought(revision), &ended)?);
    let text = serde_json::to_string(&document).map_err(|e| Error::internal(e.to_string()))?;
    let sum = checksum(&text)?;
    document.insert(CHECKSUM.into(), Value::String(sum));
    Ok(Value::Object(document))
}

/// Facts of the record; what another revision ends does not matter.
fn entries(facts: &page::Facts, ended: &HashSet<i64>) -> Result<Value> {
    let mut all = Vec::new();
    facts.each(|id, mut it| {
        it.ended = ended.contains(&id);
        (it.lost, it.kept) = (it.ended && it.lost, it.ended && it.kept);
        all.push(serde_json::to_value(it).map_err(|e| Error::internal(e.to_string()))?);
        Ok(())
    })?;
    Ok(Value::Array(all))
}

const CHECKSUM: &str = "checksum";

/// SHA-256 of a document without its checksum, as the server prints it.
fn checksum(document: &str) -> Result<String> {
    let sql = "SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1::jsonb::text, 'UTF8')), 'hex')";
    let row = spi::first(sql, &[Some(document)])?;
    row.and_then(|row| row.opt(0)).ok_or_else(|| Error::internal("no checksum"))
}

pub(super) fn malformed(detail: impl Into<String>) -> Error {
    Error::new(
        PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
        "the document is not that of a revision",
    )
    .detail(detail)
    .hint("Take it as schemig.export() has made it.")
}

/// Facts in DETAIL are sentences.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

impl Document {
    /// Reads a document.
    ///
    /// Errors: 22023 it is none, or has been changed since; 0A000 it has another format.
    pub fn read(mut document: Value) -> Result<Document> {
        match document.get("format").and_then(Value::as_u64) {
            None => return Err(malformed("It has no format.")),
            Some(FORMAT) => (),
            Some(format) => {
                return Err(Error::new(
                    PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
                    format!("the document has format {format}"),
                )
                .detail(format!("This version of the extension reads format {FORMAT}."))
                .hint("Update the extension here to the version that has made it."));
            }
        }
        let sum = document.get(CHECKSUM).and_then(Value::as_str).map(str::to_string);
        if let Some(parts) = document.as_object_mut() {
            parts.retain(|key, _| key != CHECKSUM);
        }
        // A tree of a large document takes many times the room of its text.
        let text = document.to_string();
        drop(document);
        if sum != Some(checksum(&text)?) {
            return Err(malformed("It has been changed since: its checksum is another."));
        }
        let read: Document =
            serde_json::from_str(&text).map_err(|e| malformed(sentence(&e.to_string())))?;
        read.check()?;
        Ok(read)
    }

    /// What the tables take for granted.
    fn check(&self) -> Result<()> {
        let is_id = |id: &str| {
            id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        };
        let (source, head) = (&self.source, &self.revision);
        let ids = head.down_revision.iter().chain([&head.id]);
        if let Some(id) = ids.into_iter().find(|id| !is_id(id)) {
            return Err(malformed(format!("A revision has no id \"{id}\".")));
        }
        if super::source_name(&source.server, &source.schemas) != source.name {
            return Err(malformed(format!(
                "A source of server \"{}\" is not called \"{}\".",
                source.server, source.name
            )));
        }
        let names = source.schemas.iter().flatten().chain([&source.server]).chain(&source.database);
        if let Some(name) = names.into_iter().find(|name| name.is_empty() || name.len() > 63) {
            return Err(malformed(format!("The name \"{name}\" cannot be.")));
        }
        let sorted = |list: &Vec<String>| !list.is_empty() && list.is_sorted_by(|a, b| a < b);
        if !source.schemas.as_ref().is_none_or(sorted) {
            return Err(malformed("The schemas of its source are not in order."));
        }
        // What is in the trash is found by that name alone, wherever it is.
        if let Some(it) = self.trash.iter().find(|it| !it.name.contains(&head.id)) {
            return Err(malformed(format!(
                "Nothing of it is called \"{}\" in the trash.",
                it.name
            )));
        }
        let mut there = HashSet::new();
        if let Some(it) = self.brought.iter().find(|it| !there.insert((it.kind.as_str(), it.at())))
        {
            return Err(malformed(format!("It has two facts of {}.", it.label())));
        }
        if source.system_identifier.is_some() != source.database_oid.is_some() {
            return Err(malformed("It does not say which database it comes from."));
        }
        Ok(())
    }

    /// Definitions of facts that it brings which were not there before, with their labels.
    ///
    /// Errors: those of `Entry::target`.
    pub fn new_facts(&self) -> Result<Vec<(Box<dyn Object>, String)>> {
        let new = self.brought.iter().filter(|it| !it.adopted);
        new.map(|it| Ok((it.target()?, it.label()))).collect()
    }

    /// Its steps give something another name.
    pub fn renames(&self) -> bool {
        self.steps.iter().any(|s| s.change == "rename" || s.trash.is_some())
    }
}

impl Step {
    /// Kind and name in the target.
    pub fn label(&self) -> String {
        format!("{} {}", self.kind, self.object)
    }
}

impl Item {
    /// Kind and name in the target before.
    pub fn label(&self) -> String {
        format!("{} {}", self.kind, self.object)
    }
}

/// An error for a kind that this version does not have.
pub fn unknown_kind(kind: &str) -> Error {
    Error::new(
        PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
        format!("the document has an unknown kind \"{kind}\""),
    )
    .hint("It may come from a newer version of the extension.")
}

/// Name of the source that a revision is written down for, and whether it is in effect.
pub fn source_of(revision: &str) -> Result<Option<(String, bool)>> {
    let sql = "SELECT s.name, (r.state = 'applied')::text FROM schemig.revision r
         JOIN schemig.source s ON s.id = r.source WHERE r.id = $1";
    Ok(spi::first(sql, &[Some(revision)])?.map(|row| (row.text(0).to_string(), row.is_true(1))))
}

/// Writes down a document as a pending revision; `known` are the facts on record here that it says something new of.
///
/// Errors: 22023 with what the tables do not take.
pub fn import(source: &Source, document: &Document, known: &[Known]) -> Result<()> {
    spi::catch(|| write_document(source, document, known)).map_err(|error| {
        match error.is_of_rows() {
            true => malformed(sentence(&error.message)),
            false => error,
        }
    })
}

fn write_document(source: &Source, document: &Document, known: &[Known]) -> Result<()> {
    let Document { source: origin, revision: head, .. } = document;
    let rules = json!(head.rules).to_string();
    let oid = origin.database_oid.map(|oid| oid.to_string());
    spi::execute(
        "UPDATE schemig.source SET rules = $2::jsonb, database = $3::name, system_identifier = $4,
                database_oid = $5::oid WHERE id = $1::int",
        &[
            Some(&source.id),
            Some(&rules),
            origin.database.as_deref(),
            origin.system_identifier.as_deref(),
            oid.as_deref(),
        ],
    )?;
    spi::execute(
        "INSERT INTO schemig.revision (source, id, down_revision, message, plan, warnings, rules, schemas, beside, rebuilds,
                source_version, system_identifier, database_oid, planned_at, planned_by)
         SELECT $1::int, r.* FROM pg_catalog.json_to_record($2::json) AS r(id text, down_revision text, message text,
           plan text[], warnings text[], rules jsonb, schemas text[], beside text[], rebuilds boolean,
           source_version int, system_identifier text, database_oid oid, planned_at timestamptz, planned_by name)",
        &[Some(&source.id), Some(&json!(head).to_string())],
    )?;
    for part in document.steps.chunks(super::CHUNK) {
        super::steps::insert_steps(&head.id, part.iter().map(Step::row))?;
    }
    super::trash::insert_trash(&head.id, &json!(document.trash))?;
    for part in document.brought.chunks(page::AT_ONCE) {
        page::write_pages(source, &head.id, part)?;
    }
    update_facts(document, known)
}

/// What a document says of facts that are on record here.
fn update_facts(document: &Document, known: &[Known]) -> Result<()> {
    let known = || {
        let with = |known: &Known| Some((known.id, document.before.get(known.entry)?));
        known.iter().filter_map(with)
    };
    page::change_facts(known(), |entry, it| {
        entry.class_oid = it.class_oid;
        entry.object_oid = it.object_oid;
        entry.sub_id = it.sub_id;
        entry.set_source_object(&it.source_object);
        entry.set_source_def(it.source_def.clone());
        Ok(())
    })?;
    let ends = known().filter(|(_, it)| it.ended);
    let ends = ends.map(|(fact, it)| Ends { fact, lost: it.lost, kept: it.kept });
    page::write_ends(&document.revision.id, &ends.collect::<Vec<_>>())
}
