//! The text of a type by itself. Nothing is looked up.

use super::read::strings;
use crate::error::{Error, Result};
use crate::pg::guard::{c_string, in_context};
use crate::pg::parser::{closing, excerpt, tokens};
use pgrx::{PgSqlErrorCode, pg_sys};
use std::ffi::CStr;

/// A type as its text names it, synonyms of the grammar resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeText {
    /// `pg_catalog` where the text has none.
    pub schema: String,
    pub name: String,
    /// It has modifiers, written or by the grammar: `char` is `char(1)`.
    pub modified: bool,
    /// Modifiers as they are written between parentheses; the grammar knows those of `interval`.
    pub modifiers: Option<String>,
    pub array: bool,
}

/// The one type that a text names; Err where it is none, or `SETOF` one.
pub fn type_text(text: &str) -> Result<TypeText> {
    let c_text = c_string(text)?;
    let (names, modified, array) = in_context(move || unsafe {
        let it = &*raw_type(&c_text);
        Ok((strings(it.names), !it.typmods.is_null(), !it.arrayBounds.is_null()))
    })?;
    let (schema, name) = match &names[..] {
        [name] => ("pg_catalog".to_owned(), name.clone()),
        [schema, name] => (schema.clone(), name.clone()),
        _ => {
            let message = format!("invalid type name \"{}\"", excerpt(text));
            return Err(Error::new(PgSqlErrorCode::ERRCODE_SYNTAX_ERROR, message));
        }
    };
    let modifiers = if name == "interval" { None } else { between(text)? };
    Ok(TypeText { schema, name, modified, modifiers, array })
}

/// What stands between the first parentheses.
fn between(text: &str) -> Result<Option<String>> {
    if !text.contains('(') {
        return Ok(None);
    }
    let list = tokens(text)?;
    let open = list.iter().position(|t| t.is("("));
    let Some((open, close)) = open.and_then(|open| closing(&list, open).map(|c| (open, c))) else {
        return Ok(None);
    };
    Ok(text.get(list[open].end..list[close].start).map(str::to_owned))
}

/// # Safety
/// Raises the server's errors, so only within a guard; the result lives in the current memory context.
unsafe fn raw_type(text: &CStr) -> *mut pg_sys::TypeName {
    #[cfg(any(feature = "pg13", feature = "pg14", feature = "pg15"))]
    return unsafe { pg_sys::typeStringToTypeName(text.as_ptr()) };
    #[cfg(not(any(feature = "pg13", feature = "pg14", feature = "pg15")))]
    return unsafe { pg_sys::typeStringToTypeName(text.as_ptr(), std::ptr::null_mut()) };
}
