//! What a definition says about its statements before they run.

use crate::model::QName;
use serde::{Deserialize, Serialize};

/// What may surprise about a statement, if the relation has rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// `table_rewrite` or `long_lock`.
    pub hazard: &'static str,
    /// The relation that it is about.
    pub relation: QName,
    /// It is so only if the server, asked, does so.
    pub trial: Option<Trial>,
}

/// What is tried on empty tables to see what the server does with one of them: [`TRIAL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Statements that make the tables.
    pub setup: Vec<String>,
    /// The statement that is tried: does it write the table anew?
    pub action: String,
    /// Where it only reads the table, there is a `long_lock`.
    pub reads: bool,
}

/// The table that is watched.
pub const TRIAL: &str = "pg_temp.schemig_trial";

/// Rows that a statement would choke on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// What is wrong with them: `column "a" has null values`.
    pub problem: String,
    /// Query of one row: how many rows, as bigint, and one of them, as text. No rows, or none counted: all is well.
    pub query: String,
    /// An expression over `v.value`, a text: an error says that this value is one of those. Then the query gives values, each
    /// with the number of rows and one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
}

/// What a statement does, done without a lock that keeps others from rows for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gentle {
    /// In transactions of their own, one after the other.
    Parts(Vec<String>),
    /// In part outside of transactions: a script can.
    Online(Online),
}

/// Statements for a script, which may be interrupted anywhere and begins anew then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Online {
    /// Each by itself, one after the other.
    pub before: Vec<Piece>,
    /// After that, in one transaction.
    pub last: Vec<String>,
}

/// A statement that is run where a condition holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// A boolean expression of SQL.
    pub when: String,
    pub sql: String,
    /// In a transaction of its own, and not outside of any.
    #[serde(default)]
    pub within: bool,
}

impl Online {
    /// All its statements.
    pub fn statements(&self) -> impl Iterator<Item = &String> {
        self.before.iter().map(|piece| &piece.sql).chain(&self.last)
    }
}
