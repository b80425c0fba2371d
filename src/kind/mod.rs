//! The registry of kinds. Its order is the order in which unrelated facts are made.

pub mod comment;
pub mod composite;
pub mod domain;
pub mod domain_constraint;
pub mod enumeration;
pub mod extension;
pub mod range;
pub mod schema;
pub mod shell;

use crate::fact::{Entry, Registered};

/// Every kind that schemig carries.
pub static KINDS: &[Entry] = &[
    schema::Schema::ENTRY,
    extension::Extension::ENTRY,
    enumeration::Enumeration::ENTRY,
    composite::Composite::ENTRY,
    shell::Shell::ENTRY,
    range::Range::ENTRY,
    domain::Domain::ENTRY,
    domain_constraint::DomainConstraint::ENTRY,
    comment::Comment::ENTRY,
];

/// Position of a kind in the registry.
pub fn rank(kind: &str) -> usize {
    KINDS.iter().position(|e| e.kind == kind).unwrap_or(KINDS.len())
}

/// The registry entry of a kind's name.
pub fn find(kind: &str) -> Option<&'static Entry> {
    KINDS.iter().find(|e| e.kind == kind)
}
