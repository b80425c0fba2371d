//! Calls into the server that may raise: their errors come back as `Err`, their memory is freed.

use crate::error::{Error, Result};
use pgrx::pg_sys::panic::CaughtError;
use pgrx::{PgSqlErrorCode, PgTryBuilder, pg_sys};
use std::ffi::{CStr, CString, c_char};
use std::panic::AssertUnwindSafe;

/// Runs `work` in a memory context of its own, which is deleted afterwards.
///
/// Only for calls that hold no other resource when they fail (scanner, raw parser); see
/// [`in_subtransaction`]. The result must own what it holds.
pub(super) fn in_context<T: 'static>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let outer = unsafe { pg_sys::CurrentMemoryContext };
    let own = unsafe {
        pg_sys::AllocSetContextCreateInternal(
            outer,
            c"schemig parser".as_ptr(),
            pg_sys::ALLOCSET_DEFAULT_MINSIZE as pg_sys::Size,
            pg_sys::ALLOCSET_DEFAULT_INITSIZE as pg_sys::Size,
            pg_sys::ALLOCSET_DEFAULT_MAXSIZE as pg_sys::Size,
        )
    };
    unsafe { pg_sys::CurrentMemoryContext = own };
    PgTryBuilder::new(AssertUnwindSafe(work))
        .catch_others(|cause| Err(caught(cause)))
        .finally(|| unsafe {
            pg_sys::CurrentMemoryContext = outer;
            pg_sys::MemoryContextDelete(own);
        })
        .execute()
}

/// Runs `work` in a subtransaction that is always rolled back, so that locks, references and
/// pins taken by a failed call are released and nothing is written.
pub fn in_subtransaction<T: 'static>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let (context, owner) = unsafe { (pg_sys::CurrentMemoryContext, pg_sys::CurrentResourceOwner) };
    unsafe { pg_sys::BeginInternalSubTransaction(std::ptr::null()) };
    PgTryBuilder::new(AssertUnwindSafe(work))
        .catch_others(|cause| Err(caught(cause)))
        .finally(|| unsafe {
            pg_sys::RollbackAndReleaseCurrentSubTransaction();
            pg_sys::CurrentMemoryContext = context;
            pg_sys::CurrentResourceOwner = owner;
        })
        .execute()
}

/// The server's error as ours; a cancelled or ended session is raised again.
fn caught(cause: CaughtError) -> Error {
    let report = match &cause {
        CaughtError::PostgresError(report) | CaughtError::ErrorReport(report) => report,
        CaughtError::RustPanic { .. } => cause.rethrow(),
    };
    let code = report.sql_error_code();
    if matches!(
        code,
        PgSqlErrorCode::ERRCODE_QUERY_CANCELED
            | PgSqlErrorCode::ERRCODE_ADMIN_SHUTDOWN
            | PgSqlErrorCode::ERRCODE_CRASH_SHUTDOWN
    ) {
        cause.rethrow()
    }
    Error {
        code,
        message: report.message().to_owned(),
        detail: report.detail().map(str::to_owned),
        hint: report.hint().map(str::to_owned),
    }
}

/// Text for the server; a zero byte is a syntax error.
pub(super) fn c_string(text: &str) -> Result<CString> {
    CString::new(text).map_err(|_| {
        Error::new(PgSqlErrorCode::ERRCODE_SYNTAX_ERROR, "SQL text contains a zero byte")
    })
}

/// A copy of the server's string; empty for NULL.
pub(super) fn copy(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// Err (54001) when the stack is nearly used up: recursion over SQL text must end before.
pub fn check_stack() -> Result<()> {
    if unsafe { pg_sys::stack_is_too_deep() } {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_STATEMENT_TOO_COMPLEX,
            "SQL text is nested too deeply",
        )
        .hint("Increase the configuration parameter \"max_stack_depth\"."));
    }
    Ok(())
}
