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

/// Runs `work` in a subtransaction that is rolled back when it fails: the transaction can go on, with the error as `Err`,
/// whatever it is.
pub fn in_savepoint<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let (context, owner) = unsafe { (pg_sys::CurrentMemoryContext, pg_sys::CurrentResourceOwner) };
    unsafe { pg_sys::BeginInternalSubTransaction(std::ptr::null()) };
    let result = super::spi::catch(work);
    unsafe {
        match result {
            Ok(_) => pg_sys::ReleaseCurrentSubTransaction(),
            Err(_) => pg_sys::RollbackAndReleaseCurrentSubTransaction(),
        }
        pg_sys::CurrentMemoryContext = context;
        pg_sys::CurrentResourceOwner = owner;
    }
    result
}

/// The server's error as ours; what says nothing about the work itself is raised again.
fn caught(cause: CaughtError) -> Error {
    let report = match &cause {
        CaughtError::PostgresError(report) | CaughtError::ErrorReport(report) => report,
        CaughtError::RustPanic { .. } => cause.rethrow(),
    };
    let code = report.sql_error_code();
    if is_circumstance(code) {
        cause.rethrow()
    }
    Error {
        code,
        message: report.message().to_owned(),
        detail: report.detail().map(str::to_owned),
        hint: report.hint().map(str::to_owned),
    }
}

/// Whether an error is of the session or the server: cancelled, ended, out of memory or disk, a lock not got, a deadlock,
/// damage.
pub fn is_circumstance(code: PgSqlErrorCode) -> bool {
    use PgSqlErrorCode as Code;
    const CLASSES: [PgSqlErrorCode; 4] = [
        Code::ERRCODE_TRANSACTION_ROLLBACK,
        Code::ERRCODE_INSUFFICIENT_RESOURCES,
        Code::ERRCODE_OPERATOR_INTERVENTION,
        Code::ERRCODE_SYSTEM_ERROR,
    ];
    // The first two of five letters, six bits each.
    let class = |code: PgSqlErrorCode| code as i32 & 0xFFF;
    CLASSES.iter().any(|of| class(*of) == class(code))
        || matches!(
            code,
            Code::ERRCODE_LOCK_NOT_AVAILABLE
                | Code::ERRCODE_DATA_CORRUPTED
                | Code::ERRCODE_INDEX_CORRUPTED
        )
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

#[cfg(test)]
mod tests {
    use super::is_circumstance;
    use pgrx::PgSqlErrorCode as Code;

    #[test]
    fn classes_are_told_by_the_first_letters() {
        let raised = [
            Code::ERRCODE_QUERY_CANCELED,
            Code::ERRCODE_OUT_OF_MEMORY,
            Code::ERRCODE_ADMIN_SHUTDOWN,
            Code::ERRCODE_LOCK_NOT_AVAILABLE,
            Code::ERRCODE_T_R_DEADLOCK_DETECTED,
            Code::ERRCODE_IO_ERROR,
        ];
        assert!(raised.into_iter().all(is_circumstance));
        let returned = [
            Code::ERRCODE_UNDEFINED_TABLE,
            Code::ERRCODE_INSUFFICIENT_PRIVILEGE,
            Code::ERRCODE_INVALID_TEXT_REPRESENTATION,
            Code::ERRCODE_INTERNAL_ERROR,
            Code::ERRCODE_OBJECT_IN_USE,
        ];
        assert!(!returned.into_iter().any(is_circumstance));
    }
}
