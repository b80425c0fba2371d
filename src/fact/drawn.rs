//! What a diagram shows of a fact.

use crate::model::QName;

/// A part of a diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Something with columns; `sort` tells what it is where it is no plain table.
    Relation {
        name: QName,
        sort: Option<&'static str>,
    },
    Column {
        of: QName,
        name: String,
        type_name: String,
        not_null: bool,
    },
    /// Columns of which no two rows have the same values.
    Unique {
        of: QName,
        columns: Vec<String>,
        primary: bool,
    },
    /// Columns that name a row of another relation.
    Reference {
        of: QName,
        name: String,
        columns: Vec<String>,
        foreign: QName,
    },
}

impl Drawn {
    /// The relation that it is, or belongs to.
    pub fn of(&self) -> &QName {
        match self {
            Drawn::Relation { name, .. } => name,
            Drawn::Column { of, .. } | Drawn::Unique { of, .. } | Drawn::Reference { of, .. } => of,
        }
    }
}
