//! Providers of security labels: they are in no catalog, and a session has those of the libraries that it has loaded.

use super::guard::{c_string, in_subtransaction};
use super::parser::{only_statement, raw_parse};
use super::quote::literal;
use crate::error::Result;
use pgrx::{PgSqlErrorCode, pg_sys};

/// Whether there is a provider: the server looks for it before it looks for what is to be labelled, which is a schema that
/// nobody can make. The statement is not run as one, so that neither event triggers nor whoever watches statements see it.
pub fn is_loaded(name: &str) -> Result<bool> {
    let sql = format!("SECURITY LABEL FOR {} ON SCHEMA pg_schemig IS NULL", literal(name));
    let text = c_string(&sql)?;
    let found = in_subtransaction(move || unsafe {
        let raw = only_statement(raw_parse(&text), &sql)?;
        pg_sys::ExecSecLabelStmt((*raw).stmt.cast());
        Ok(())
    });
    match found {
        Err(error) if error.code == PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE => Ok(false),
        Err(error) if error.code != PgSqlErrorCode::ERRCODE_INVALID_SCHEMA_NAME => Err(error),
        _ => Ok(true),
    }
}
