//! The one error type: each variant knows its SQLSTATE, DETAIL and HINT.

use crate::line::{line, lines};
use pgrx::PgSqlErrorCode;
/// What an SQL function returns as its error; pgrx raises it.
pub use pgrx::pg_sys::panic::ErrorReport;

/// Result of everything that can fail in schemig.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, in the words of PostgreSQL's error message style guide.
#[derive(Debug, Clone)]
pub struct Error {
    pub code: PgSqlErrorCode,
    pub message: String,
    pub detail: Option<String>,
    pub hint: Option<String>,
}

impl Error {
    /// An error with a primary message: short, lower case, no period.
    pub fn new(code: PgSqlErrorCode, message: impl Into<String>) -> Self {
        Error { code, message: message.into(), detail: None, hint: None }
    }

    /// Adds DETAIL: facts, as full sentences.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds to DETAIL what it was about.
    pub fn about(self, place: String) -> Self {
        let detail = match &self.detail {
            Some(detail) => format!("{detail}\n{place}"),
            None => place,
        };
        self.detail(detail)
    }

    /// Adds HINT: what to do, as full sentences.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether the user may not look at something, which says nothing about it.
    pub fn is_refused(&self) -> bool {
        self.code == PgSqlErrorCode::ERRCODE_INSUFFICIENT_PRIVILEGE
    }

    /// Whether it is about values (class 22), and not about what was asked.
    pub fn is_of_data(&self) -> bool {
        let class = |code: PgSqlErrorCode| code as i32 & 0xFFF;
        class(self.code) == class(PgSqlErrorCode::ERRCODE_DATA_EXCEPTION)
    }

    /// Whether it is about rows that a table does not take (class 23), or values (class 22).
    pub fn is_of_rows(&self) -> bool {
        let class = |code: PgSqlErrorCode| code as i32 & 0xFFF;
        let broken = PgSqlErrorCode::ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION;
        self.is_of_data() || class(self.code) == class(broken)
    }

    /// A broken invariant of schemig itself (XX000).
    pub fn internal(message: impl Into<String>) -> Self {
        Error::new(PgSqlErrorCode::ERRCODE_INTERNAL_ERROR, message)
    }
}

impl From<Error> for ErrorReport {
    fn from(error: Error) -> Self {
        let mut report = ErrorReport::new(error.code, line(&error.message), "schemig");
        if let Some(detail) = error.detail {
            report = report.set_detail(lines(&detail));
        }
        if let Some(hint) = error.hint {
            report = report.set_hint(lines(&hint));
        }
        report
    }
}
