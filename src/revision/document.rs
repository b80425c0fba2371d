//! A revision as one JSON document, as it goes from database to database.

use super::Source;
use super::facts::Row;
use super::told::{BROUGHT, EARLIER, LEFT};
use crate::catalog::Schemas;
use crate::diff::{Left, Recorded};
use crate::error::{Error, Result};
use crate::fact::{self, Doubt, Object, Online};
use crate::kind;
use crate::model::Address;
use crate::pg::spi;
use pgrx::PgSqlErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
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

/// A row of `schemig.fact`, and what becomes of it. What is as is usual is left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    kind: String,
    class_oid: u32,
    object_oid: u32,
    sub_id: i32,
    source_object: String,
    /// None: `source_object`.
    object: Option<String>,
    source_def: Box<RawValue>,
    /// None: `source_def`.
    def: Option<Box<RawValue>>,
    #[serde(default)]
    adopted: bool,
    #[serde(default)]
    drifted: bool,
    rule: Option<String>,
    found: Option<Box<RawValue>>,
    /// The revision ends it.
    #[serde(default)]
    pub ended: bool,
    #[serde(default)]
    lost: bool,
    #[serde(default)]
    kept: bool,
}

/// A fact on record here of which a document says something new: its id, and its position in `before`.
pub struct Known {
    pub id: i64,
    pub entry: usize,
}

const FACT: &str = "pg_catalog.jsonb_build_object('kind', f.kind, 'class_oid', f.class_oid::bigint,
        'object_oid', f.object_oid::bigint, 'sub_id', f.sub_id, 'source_object', f.source_object, 'source_def', f.source_def)
    || CASE WHEN f.object = f.source_object THEN '{}' ELSE pg_catalog.jsonb_build_object('object', f.object) END
    || CASE WHEN f.def = f.source_def THEN '{}' ELSE pg_catalog.jsonb_build_object('def', f.def) END
    || CASE WHEN f.rule IS NULL THEN '{}' ELSE pg_catalog.jsonb_build_object('rule', f.rule) END
    || CASE WHEN f.found IS NULL THEN '{}' ELSE pg_catalog.jsonb_build_object('found', f.found) END
    || CASE WHEN f.adopted THEN '{\"adopted\": true}' ELSE '{}'::jsonb END
    || CASE WHEN f.drifted THEN '{\"drifted\": true}' ELSE '{}'::jsonb END
    || CASE WHEN f.until = $1 THEN pg_catalog.jsonb_build_object('ended', true, 'lost', f.lost, 'kept', f.kept) ELSE '{}' END";

/// The document of a revision.
pub fn document(revision: &str) -> Result<Value> {
    let sql = format!(
        "{EARLIER}
         SELECT pg_catalog.jsonb_build_object('format', {FORMAT},
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
                        FROM schemig.trash t WHERE t.revision = r.id),
            'before', (SELECT coalesce(pg_catalog.jsonb_agg({FACT} ORDER BY f.id), '[]') FROM schemig.fact f
                        WHERE {LEFT}),
            'brought', (SELECT coalesce(pg_catalog.jsonb_agg({FACT} ORDER BY f.id), '[]') FROM schemig.fact f
                         WHERE {BROUGHT}))::text
           FROM schemig.revision r JOIN schemig.source s ON s.id = r.source WHERE r.id = $1"
    );
    let row = spi::first(&sql, &[Some(revision)])?;
    let text = row.and_then(|row| row.opt(0));
    let text = text.ok_or_else(|| Error::internal("revision not found"))?;
    let mut document: Value =
        serde_json::from_str(&text).map_err(|e| Error::internal(e.to_string()))?;
    drop(text);
    let sum = checksum(&document.to_string())?;
    if let Some(parts) = document.as_object_mut() {
        parts.insert(CHECKSUM.to_string(), Value::String(sum));
    }
    Ok(document)
}

const CHECKSUM: &str = "checksum";

/// SHA-256 of a document without its checksum, as the server prints it.
fn checksum(document: &str) -> Result<String> {
    let sql = "SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1::jsonb::text, 'UTF8')), 'hex')";
    let row = spi::first(sql, &[Some(document)])?;
    row.and_then(|row| row.opt(0)).ok_or_else(|| Error::internal("no checksum"))
}

fn malformed(detail: impl Into<String>) -> Error {
    Error::new(
        PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
        "the document is not that of a revision",
    )
    .detail(detail)
    .hint("Take it as schemig.export() has made it.")
}

/// Facts in DETAIL are sentences.
fn sentence(text: &str) -> String {
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
        if source.system_identifier.is_some() != source.database_oid.is_some() {
            return Err(malformed("It does not say which database it comes from."));
        }
        Ok(())
    }

    /// Definitions of facts that it brings which were not there before, with their labels.
    ///
    /// Errors: those of `Entry::recorded`.
    pub fn new_facts(&self) -> Result<Vec<(Box<dyn Object>, String)>> {
        let new = self.brought.iter().filter(|it| !it.adopted);
        new.map(|it| Ok((it.parse(it.def())?, it.label()))).collect()
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

impl Entry {
    /// Its name in the target.
    fn object(&self) -> &str {
        self.object.as_ref().unwrap_or(&self.source_object)
    }

    /// Kind and name in the target.
    pub fn label(&self) -> String {
        format!("{} {}", self.kind, self.object())
    }

    fn entry(&self) -> Result<&'static fact::Entry> {
        kind::find(&self.kind).ok_or_else(|| unknown_kind(&self.kind))
    }

    fn def(&self) -> &RawValue {
        self.def.as_ref().unwrap_or(&self.source_def)
    }

    fn parse(&self, def: &RawValue) -> Result<Box<dyn Object>> {
        (self.entry()?.parse)(def.get()).map_err(|e| {
            malformed(e.detail.unwrap_or(e.message)).about(format!("It is of {}.", self.label()))
        })
    }

    /// The definition that the object had where the revision was planned, if it was there and not on record.
    ///
    /// Errors: those of `recorded`.
    pub fn found(&self) -> Result<Option<Box<dyn Object>>> {
        self.found.as_ref().map(|def| self.parse(def)).transpose()
    }

    /// As if it were on record here.
    ///
    /// Errors: 22023 not a definition of its kind; 0A000 a kind that is unknown.
    pub fn recorded(&self) -> Result<Recorded> {
        let left = Left {
            id: 0,
            kind: self.entry()?.kind.to_string(),
            at: Address(self.class_oid, self.object_oid, self.sub_id),
            source_name: self.source_object.clone(),
            name: self.object().to_string(),
            def: self.parse(self.def())?,
            adopted: self.adopted,
            lost: self.lost,
            kept: self.kept,
            drifted: self.drifted,
            rule: self.rule.clone(),
        };
        Ok(Recorded { left, source: self.parse(&self.source_def)? })
    }

    /// As a row of `schemig.fact`.
    fn row(&self) -> Row {
        [
            Some(self.kind.clone()),
            Some(self.class_oid.to_string()),
            Some(self.object_oid.to_string()),
            Some(self.sub_id.to_string()),
            Some(self.source_object.clone()),
            Some(self.object().to_string()),
            Some(self.source_def.get().to_string()),
            Some(self.def().get().to_string()),
            Some(self.adopted.to_string()),
            Some(self.drifted.to_string()),
            self.rule.clone(),
            self.found.as_ref().map(|found| found.get().to_string()),
        ]
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
    for part in document.brought.chunks(super::CHUNK) {
        super::facts::insert_facts(source, &head.id, part.iter().map(Entry::row))?;
    }
    update_facts(document, known)
}

/// What a document says of facts that are on record here.
fn update_facts(document: &Document, known: &[Known]) -> Result<()> {
    let row = |known: &Known| {
        let it = document.before.get(known.entry)?;
        Some(format!(
            r#"{{"id":{},"c":{},"o":{},"s":{},"name":{},"def":{},"ended":{},"lost":{},"kept":{}}}"#,
            known.id,
            it.class_oid,
            it.object_oid,
            it.sub_id,
            json!(it.source_object),
            it.source_def.get(),
            it.ended,
            it.lost,
            it.kept,
        ))
    };
    let rows: Vec<String> = known.iter().filter_map(row).collect();
    // One statement, since addresses may be exchanged.
    spi::execute(
        "UPDATE schemig.fact AS f
            SET class_oid = k.c, object_oid = k.o, sub_id = k.s, source_object = k.name, source_def = k.def,
                until = CASE WHEN k.ended THEN $1 END, lost = k.lost, kept = k.kept
           FROM pg_catalog.json_to_recordset($2::json) AS k(id bigint, c oid, o oid, s int, name text, def jsonb,
                ended boolean, lost boolean, kept boolean)
          WHERE f.id = k.id",
        &[Some(&document.revision.id), Some(&format!("[{}]", rows.join(",")))],
    )
}
