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

/// Numbers as the text of an array.
pub fn numbers<'a>(all: impl IntoIterator<Item = &'a u32>) -> String {
    let list: Vec<String> = all.into_iter().map(u32::to_string).collect();
    format!("{{{}}}", list.join(","))
}

/// What is made of a quoted name, which is copied for nobody.
pub fn with_ident<T>(name: &str, take: impl FnOnce(&str) -> T) -> T {
    let quote = || by(name, |c| unsafe { pg_sys::quote_identifier(c) });
    if unsafe { pg_sys::quote_all_identifiers } {
        return take(&quote());
    }
    match sort(name) {
        Sort::Plain => return take(name),
        Sort::Quoted => return take(&format!("\"{name}\"")),
        Sort::Unknown => {}
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

/// What can be said of a name without the server, since most of a plan's time would go into asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Lower-case letters, underscores, and a digit, which no keyword has.
    Plain,
    /// An upper-case letter, and nothing that is doubled within quotes.
    Quoted,
    Unknown,
}

fn sort(name: &str) -> Sort {
    let bytes = name.as_bytes();
    let lower = |b: &u8| b.is_ascii_lowercase() || *b == b'_';
    let word = |b: &u8| lower(b) || b.is_ascii_digit();
    if bytes.first().is_some_and(lower) && bytes.iter().all(word) {
        return if bytes.iter().any(u8::is_ascii_digit) { Sort::Plain } else { Sort::Unknown };
    }
    let simple = |b: &u8| word(b) || b.is_ascii_uppercase();
    match bytes.iter().any(u8::is_ascii_uppercase) && bytes.iter().all(simple) {
        true => Sort::Quoted,
        false => Sort::Unknown,
    }
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

#[cfg(test)]
mod tests {
    use super::{Sort, sort};

    #[test]
    fn what_may_be_a_keyword_or_needs_more_than_quotes_is_asked() {
        for name in ["t1", "_1", "a_b2"] {
            assert_eq!(sort(name), Sort::Plain, "{name}");
        }
        for name in ["Users", "userId", "T1", "1A"] {
            assert_eq!(sort(name), Sort::Quoted, "{name}");
        }
        for name in ["", "user", "current_date", "1", "a b", "a\"b1", "A\"B", "é1", "É", "a$1"] {
            assert_eq!(sort(name), Sort::Unknown, "{name}");
        }
    }
}
