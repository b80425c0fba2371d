//! Quoting by the server's own functions.

use hashbrown::HashMap;
use pgrx::pg_sys;
use std::cell::RefCell;
use std::ffi::{CStr, CString};

thread_local! {
    /// Names that have been quoted: those of tables are, many times.
    static QUOTED: RefCell<HashMap<Box<str>, Box<str>>> = RefCell::default();
}

/// How many are remembered.
const NAMES: usize = 20_000;

/// `quote_identifier`: quotes only where the server must.
pub fn ident(name: &str) -> String {
    with_ident(name, str::to_string)
}

/// What is made of a quoted name, which is copied for nobody.
pub fn with_ident<T>(name: &str, take: impl FnOnce(&str) -> T) -> T {
    let quote = || by(name, |c| unsafe { pg_sys::quote_identifier(c) });
    if unsafe { pg_sys::quote_all_identifiers } {
        return take(&quote());
    }
    QUOTED.with_borrow_mut(|all| {
        if let Some(known) = all.get(name) {
            return take(known);
        }
        if all.len() == NAMES {
            all.clear();
        }
        let quoted = quote();
        let taken = take(&quoted);
        all.insert(name.into(), quoted.into());
        taken
    })
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
