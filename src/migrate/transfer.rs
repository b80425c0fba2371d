//! Revisions as documents.

use super::LENIENT;
use super::view::known;
use crate::catalog::Side;
use crate::checks;
use crate::error::{Error, Result};
use crate::export;
use crate::kind;
use crate::print;
use crate::revision::{self, Document};
use crate::select;
use crate::transfer::{self, Here};
use crate::transform::rules::Rules;
use pgrx::PgSqlErrorCode;
use serde_json::{Value, json};

/// One revision as a document.
pub fn export(revision: &str, source: Option<&str>) -> Result<Value> {
    revision::document(&select::one(revision, source)?.1.id)
}

/// One revision as a version file of Alembic.
pub fn alembic(revision: &str, source: Option<&str>) -> Result<String> {
    let (source, it) = select::one(revision, source)?;
    Ok(export::alembic(&source, &revision::note(&it.id)?, &revision::steps(&it.id)?))
}

/// Writes down a revision that comes as a document, if this database is what it starts from.
pub fn import(document: Value) -> Result<Vec<String>> {
    select::lock()?;
    let document = Document::read(document)?;
    transfer::guard(&document)?;
    let head = &document.revision;
    let rules = Rules::parse(&json!(head.rules).to_string(), &kind::names())?;
    if let Some((of, applied)) = revision::source_of(&head.id)? {
        if of == document.source.name {
            return Ok(vec![print::imported_before(&head.id, &of, applied)]);
        }
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_DUPLICATE_OBJECT,
            format!("revision \"{}\" is there already, of \"{of}\"", head.id),
        ));
    }
    let source = revision::ensure_source(&document.source.server, &document.source.schemas)?;
    select::finished(&source)?;
    let line = revision::line(&source)?;
    transfer::must_follow(&document, &source, &line)?;
    let recorded = revision::recorded(&source)?;
    let wanted = rules.wanted(source.schemas.is_none());
    let read = match head.rebuilds {
        true => kind::optional(),
        false => known(&wanted, line.last())?,
    };
    let schemas = [head.schemas.as_slice(), &head.beside].concat();
    let actual = Side::Target.read(&schemas, &read)?.facts;
    let others = revision::of_others(&source)?;
    let others = others.into_iter().map(|(kind, name, of)| (format!("{kind} {name}"), of));
    let here = Here {
        recorded: &recorded,
        actual: &actual,
        wanted: &wanted,
        read: &read,
        others: others.collect(),
    };
    let known = transfer::must_start_here(&document, &here, &source, &LENIENT)?;
    let new = document.new_facts()?;
    checks::roles_of(new.iter().map(|(def, label)| (def.as_ref(), move || label.clone())))?;
    checks::version(&head.id, document.server_version);
    revision::import(&source, &document, &known)?;
    let statements = document.steps.iter().filter(|s| s.statement.is_some()).count();
    let before = Rules::parse(&source.rules, &kind::names())?.effective()?;
    let other_rules = source.rules != "{}" && before != rules.effective()?;
    Ok(print::imported(&head.id, &source.name, statements, other_rules))
}
