//! A fact as pages of the record and documents have it.

use super::document::{malformed, unknown_kind};
use crate::diff::{Left, Recorded};
use crate::error::Result;
use crate::fact::{self, Object};
use crate::kind;
use crate::model::Address;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A row of `schemig.fact` without its number and revisions. What is as is usual is left out.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub(super) kind: String,
    pub(super) class_oid: u32,
    pub(super) object_oid: u32,
    pub(super) sub_id: i32,
    pub(super) source_object: String,
    /// None: `source_object`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) object: Option<String>,
    pub(super) source_def: Box<RawValue>,
    /// None: `source_def`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) def: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "is_not")]
    pub(super) adopted: bool,
    #[serde(default, skip_serializing_if = "is_not")]
    pub(super) drifted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) found: Option<Box<RawValue>>,
    /// The revision of the document ends it. Pages do not say that: `schemig.fact_end` does, and the next two as well.
    #[serde(default, skip_serializing_if = "is_not")]
    pub ended: bool,
    #[serde(default, skip_serializing_if = "is_not")]
    pub(super) lost: bool,
    #[serde(default, skip_serializing_if = "is_not")]
    pub(super) kept: bool,
    /// Number in the source of what it belongs to, and whether it is a body; where that is known.
    #[serde(skip)]
    pub(super) belongs: Option<(u32, bool)>,
}

fn is_not(flag: &bool) -> bool {
    !flag
}

impl Entry {
    /// Its name in the target.
    pub(super) fn object(&self) -> &str {
        self.object.as_ref().unwrap_or(&self.source_object)
    }

    /// Kind and name in the target.
    pub fn label(&self) -> String {
        format!("{} {}", self.kind, self.object())
    }

    /// Its identity in the source.
    pub(super) fn at(&self) -> Address {
        Address(self.class_oid, self.object_oid, self.sub_id)
    }

    fn entry(&self) -> Result<&'static fact::Entry> {
        kind::find(&self.kind).ok_or_else(|| unknown_kind(&self.kind))
    }

    /// Its definition in the target.
    fn def(&self) -> &RawValue {
        self.def.as_ref().unwrap_or(&self.source_def)
    }

    /// Gives it another name in the source; that in the target stays.
    pub(super) fn set_source_object(&mut self, name: &str) {
        let before = std::mem::replace(&mut self.source_object, name.to_string());
        let object = self.object.take().unwrap_or(before);
        self.object = (object != self.source_object).then_some(object);
    }

    /// Gives it another definition in the target.
    pub(super) fn set_def(&mut self, def: Box<RawValue>) {
        self.def = (def.get() != self.source_def.get()).then_some(def);
    }

    /// Gives it another definition in the source.
    pub(super) fn set_source_def(&mut self, def: Box<RawValue>) {
        let before = std::mem::replace(&mut self.source_def, def);
        let target = self.def.take().unwrap_or(before);
        self.set_def(target);
    }

    fn parse(&self, def: &RawValue) -> Result<Box<dyn Object>> {
        (self.entry()?.parse)(def.get()).map_err(|e| {
            malformed(e.detail.unwrap_or(e.message)).about(format!("It is of {}.", self.label()))
        })
    }

    /// The definition in the target.
    ///
    /// Errors: 22023 not a definition of its kind; 0A000 a kind that is unknown.
    pub(super) fn target(&self) -> Result<Box<dyn Object>> {
        self.parse(self.def())
    }

    /// The definition that the object had where the revision was planned, if it was there and not on record.
    ///
    /// Errors: those of `target`.
    pub fn found(&self) -> Result<Option<Box<dyn Object>>> {
        self.found.as_ref().map(|def| self.parse(def)).transpose()
    }

    /// As what is on record under a number.
    ///
    /// Errors: those of `target`.
    pub(super) fn left(&self, id: i64) -> Result<Left> {
        Ok(Left {
            id,
            kind: self.entry()?.kind,
            at: self.at(),
            name: self.object().to_string(),
            def: self.target()?,
            adopted: self.adopted,
            lost: self.lost,
            kept: self.kept,
            drifted: self.drifted,
        })
    }

    /// The same with what it came from.
    ///
    /// Errors: those of `target`.
    pub fn recorded(&self, id: i64) -> Result<Recorded> {
        Ok(Recorded {
            left: self.left(id)?,
            source_name: self.source_object.clone(),
            source: self.parse(&self.source_def)?,
            rule: self.rule.clone(),
        })
    }
}
