//! Quoting by the server's own functions.

use pgrx::pg_sys;
use std::ffi::{CStr, CString};

/// `quote_identifier`: quotes only where the server must.
pub fn ident(name: &str) -> String {
    by(name, |c| unsafe { pg_sys::quote_identifier(c) })
}

/// `quote_literal_cstr`: a string constant, `E''` where it holds backslashes.
pub fn literal(text: &str) -> String {
    by(text, |c| unsafe { pg_sys::quote_literal_cstr(c) })
}

/// A list of identifiers, quoted and separated by `, `.
pub fn idents<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|n| ident(n.as_ref())).collect::<Vec<_>>().join(", ")
}

fn by(text: &str, quote: impl Fn(*const std::ffi::c_char) -> *const std::ffi::c_char) -> String {
    // Neither names nor text values of PostgreSQL can hold a zero byte.
    let clean = CString::new(text.replace('\0', "")).unwrap_or_default();
    let quoted = quote(clean.as_ptr());
    unsafe { CStr::from_ptr(quoted) }.to_string_lossy().into_owned()
}
