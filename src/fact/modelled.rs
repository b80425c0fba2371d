//! What classes of an object-relational mapper show of a fact.

use crate::model::QName;

/// A part of a schema as such classes know it. Texts are SQL, names are unquoted.
#[derive(Clone, Debug)]
pub enum Modelled {
    Relation(Relation),
    Column {
        of: QName,
        column: Attribute,
    },
    Default {
        of: QName,
        column: String,
        expression: String,
    },
    Identity {
        of: QName,
        column: String,
        always: bool,
        counting: Vec<(&'static str, i64)>,
        cycle: bool,
    },
    Key {
        of: QName,
        key: Key,
    },
    Check {
        of: QName,
        check: Check,
    },
    Reference {
        of: QName,
        key: Reference,
    },
    Exclusion {
        of: QName,
        exclusion: Exclusion,
    },
    Index {
        of: QName,
        index: Index,
    },
    /// A table that is a part of another one.
    Partition {
        relation: QName,
    },
    /// A table that has the columns of another one too.
    Heir {
        relation: QName,
        parent: QName,
    },
    Enumeration {
        name: QName,
        labels: Vec<String>,
    },
    Domain {
        name: QName,
        base: String,
        collation: Option<QName>,
        default: Option<String>,
        not_null: bool,
    },
    DomainCheck {
        domain: QName,
        check: Check,
    },
    Composite {
        name: QName,
    },
    Sequence {
        name: QName,
        type_name: String,
        counting: Vec<(&'static str, i64)>,
        cycle: bool,
    },
    /// Of what the fact belongs to.
    Comment(String),
}

/// What has columns.
#[derive(Clone, Debug)]
pub struct Relation {
    pub name: QName,
    pub sort: Sort,
    /// `RANGE (at)`.
    pub partition_by: Option<String>,
    pub unlogged: bool,
    /// Where it is not the default one.
    pub method: Option<String>,
    pub tablespace: Option<String>,
}

impl Relation {
    /// One with nothing special.
    pub fn new(name: &QName, sort: Sort) -> Relation {
        let name = name.clone();
        Relation { name, sort, partition_by: None, unlogged: false, method: None, tablespace: None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Table,
    View,
    MaterializedView,
    ForeignTable,
}

#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: String,
    /// As `format_type` prints it.
    pub type_name: String,
    /// Where it is not the type's.
    pub collation: Option<QName>,
    pub not_null: bool,
    /// The expression that the column is computed by, and whether that is stored.
    pub computed: Option<(String, bool)>,
}

/// When a constraint is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    pub deferrable: bool,
    pub deferred: bool,
}

/// A primary key or unique constraint.
#[derive(Clone, Debug)]
pub struct Key {
    pub name: String,
    pub primary: bool,
    pub columns: Vec<String>,
    pub include: Vec<String>,
    pub nulls_not_distinct: bool,
    /// Ranges of the last column do not overlap.
    pub period: bool,
    pub timing: Timing,
}

#[derive(Clone, Debug)]
pub struct Check {
    pub name: String,
    pub expression: String,
    pub no_inherit: bool,
    pub not_enforced: bool,
    pub not_valid: bool,
}

#[derive(Clone, Debug)]
pub struct Reference {
    pub name: String,
    pub columns: Vec<String>,
    pub foreign: QName,
    pub foreign_columns: Vec<String>,
    /// `CASCADE`; none for `NO ACTION`.
    pub on_update: Option<String>,
    pub on_delete: Option<String>,
    pub full: bool,
    pub period: bool,
    pub not_enforced: bool,
    pub not_valid: bool,
    pub timing: Timing,
}

#[derive(Clone, Debug)]
pub struct Exclusion {
    pub name: String,
    pub method: String,
    /// Each with its operator.
    pub elements: Vec<(Element, String)>,
    pub include: Vec<String>,
    pub predicate: Option<String>,
    pub timing: Timing,
}

#[derive(Clone, Debug)]
pub struct Index {
    pub name: String,
    pub unique: bool,
    pub nulls_not_distinct: bool,
    pub method: String,
    pub elements: Vec<Element>,
    pub include: Vec<String>,
    pub predicate: Option<String>,
    /// Storage parameters as `name=value`.
    pub options: Vec<String>,
    pub tablespace: Option<String>,
}

/// An element of an index.
#[derive(Clone, Debug)]
pub struct Element {
    /// The column, where it is one and nothing else is said but the operator class.
    pub column: Option<String>,
    /// All of it, as `CREATE INDEX` takes it.
    pub whole: String,
    /// With its options, where it is not the default one.
    pub class: Option<String>,
}
