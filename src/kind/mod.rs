//! The registry of kinds. Its order is the order in which unrelated facts are made.

pub mod access_method;
pub mod aggregate;
pub mod base_type;
pub mod cast;
pub mod collation;
pub mod column;
pub mod comment;
pub mod composite;
pub mod constraint;
pub mod contents;
pub mod conversion;
pub mod default;
pub mod default_privilege;
pub mod domain;
pub mod domain_constraint;
pub mod enumeration;
pub mod event_trigger;
pub mod extension;
pub mod foreign_data_wrapper;
pub mod foreign_table;
pub mod global_default_privilege;
pub mod grant;
pub mod identity;
pub mod index;
pub mod index_partition;
pub mod inheritance;
pub mod language;
pub mod materialized_view;
pub mod operator;
pub mod operator_class;
pub mod operator_family;
pub mod owner;
pub mod partition;
pub mod policy;
pub mod publication;
pub mod publication_schema;
pub mod publication_table;
pub mod range;
pub mod routine;
pub mod rule;
pub mod schema;
pub mod security_label;
pub mod sequence;
pub mod sequence_owner;
pub mod server;
pub mod shell;
pub mod statistics;
pub mod table;
pub mod text_search_configuration;
pub mod text_search_dictionary;
pub mod text_search_parser;
pub mod text_search_template;
pub mod transform;
pub mod trigger;
pub mod user_mapping;
pub mod view;

pub use enumeration::uncommitted::first_use;
pub use grant::given::Given;
pub use grant::settle::{Target, settle};
pub use identity::{to_identity, to_serial};
pub use schema::{TRASH, trash};

use crate::fact::{Entry, Fact, Registered};

/// Every kind that schemig carries.
pub static KINDS: &[Entry] = &[
    schema::Schema::ENTRY,
    extension::Extension::ENTRY,
    collation::Collation::ENTRY,
    enumeration::Enumeration::ENTRY,
    composite::Composite::ENTRY,
    shell::Shell::ENTRY,
    base_type::BaseType::ENTRY,
    range::Range::ENTRY,
    domain::Domain::ENTRY,
    domain_constraint::DomainConstraint::ENTRY,
    routine::Routine::ENTRY,
    language::Language::ENTRY,
    operator::Operator::ENTRY,
    access_method::AccessMethod::ENTRY,
    operator_family::OperatorFamily::ENTRY,
    operator_class::OperatorClass::ENTRY,
    cast::Cast::ENTRY,
    transform::Transform::ENTRY,
    conversion::Conversion::ENTRY,
    text_search_parser::TextSearchParser::ENTRY,
    text_search_template::TextSearchTemplate::ENTRY,
    text_search_dictionary::TextSearchDictionary::ENTRY,
    text_search_configuration::TextSearchConfiguration::ENTRY,
    aggregate::Aggregate::ENTRY,
    foreign_data_wrapper::ForeignDataWrapper::ENTRY,
    server::Server::ENTRY,
    user_mapping::UserMapping::ENTRY,
    sequence::Sequence::ENTRY,
    table::Table::ENTRY,
    foreign_table::ForeignTable::ENTRY,
    column::Column::ENTRY,
    default::ColumnDefault::ENTRY,
    identity::Identity::ENTRY,
    sequence_owner::SequenceOwner::ENTRY,
    inheritance::Inheritance::ENTRY,
    partition::Partition::ENTRY,
    constraint::Constraint::ENTRY,
    index::Index::ENTRY,
    index_partition::IndexPartition::ENTRY,
    view::View::ENTRY,
    materialized_view::MaterializedView::ENTRY,
    statistics::Statistics::ENTRY,
    trigger::Trigger::ENTRY,
    rule::Rule::ENTRY,
    policy::Policy::ENTRY,
    publication::Publication::ENTRY,
    publication_table::PublicationTable::ENTRY,
    publication_schema::PublicationSchema::ENTRY,
    event_trigger::EventTrigger::ENTRY,
    default_privilege::DefaultPrivilege::ENTRY,
    global_default_privilege::GlobalDefaultPrivilege::ENTRY,
    comment::Comment::ENTRY,
    security_label::SecurityLabel::ENTRY,
    contents::Contents::ENTRY,
    owner::Owner::ENTRY,
    grant::Grant::ENTRY,
];

/// Told of under the rule that carries privileges.
pub const PRIVILEGE: &str = "privilege";

/// The kind that no rule can leave out: columns and checks are there by it.
pub const INDISPENSABLE: &str = <inheritance::Inheritance as crate::fact::Definition>::KIND;

/// What the server calls objects that are not carried and that plans warn of, and why they are not. The rule `kinds`
/// silences these.
pub static NOT_CARRIED: &[(&str, &str)] = &[
    ("subscription", "its connection is a secret, and it would start to copy rows"),
    (
        "privilege",
        "on what the server or an extension has brought along: those are the target's own",
    ),
    ("cast", "where schemas are followed: it belongs to the database"),
    ("transform", "where schemas are followed: it belongs to the database"),
    ("publication relation", "where schemas are followed: publications belong to the database"),
    ("publication namespace", "where schemas are followed: publications belong to the database"),
    ("extension", "where its schema is not followed, and nothing that is followed needs it"),
    ("default acl", "where it is about large objects (PostgreSQL 18)"),
    ("type", "where it is of a sort that is not known"),
];

/// Facts after a conversion between kinds.
#[derive(Debug)]
pub struct Converted {
    pub all: Vec<Fact>,
    /// What could not be converted, each a sentence for a WARNING.
    pub kept: Vec<String>,
}

/// Position of a kind in the registry.
pub fn rank(kind: &str) -> usize {
    KINDS.iter().position(|e| e.kind == kind).unwrap_or(KINDS.len())
}

/// The registry entry of a kind's name.
pub fn find(kind: &str) -> Option<&'static Entry> {
    KINDS.iter().find(|e| e.kind == kind)
}

/// The kinds that are read only when they are wanted.
pub fn optional() -> Vec<&'static str> {
    KINDS.iter().filter(|e| e.optional).map(|e| e.kind).collect()
}

/// Those of them that a source can have, be it followed whole.
pub fn optional_for(whole: bool) -> Vec<&'static str> {
    KINDS.iter().filter(|e| e.optional && (whole || !e.database)).map(|e| e.kind).collect()
}

/// The names of all kinds.
pub fn names() -> Vec<&'static str> {
    KINDS.iter().map(|e| e.kind).collect()
}
