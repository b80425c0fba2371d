//! What a query would run besides itself.

use super::spi;
use crate::error::Result;

/// A function of the server, or of an extension, that may do more than return a value and that a query calls; none
/// where there is no such one. Functions of users are theirs.
///
/// Errors: those of the server, where the query makes no sense.
pub fn restless(sql: &str) -> Result<Option<String>> {
    let called = called(sql)?;
    if called.is_empty() {
        return Ok(None);
    }
    let list = called.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let found = spi::first(
        "SELECT p.oid::pg_catalog.regprocedure::text FROM pg_catalog.pg_proc p
          WHERE p.oid = ANY (pg_catalog.string_to_array($1, ',')::pg_catalog.oid[]) AND p.provolatile = 'v'
            AND (p.oid < 16384 OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                 WHERE d.classid = 1255 AND d.objid = p.oid AND d.deptype = 'e'))
          ORDER BY 1 LIMIT 1",
        &[Some(&list)],
    )?;
    Ok(found.and_then(|row| row.opt(0)))
}

/// The functions that a query calls, be it by operators, casts or aggregates.
#[cfg(not(any(feature = "pg13", feature = "pg14")))]
fn called(sql: &str) -> Result<Vec<u32>> {
    use super::aliases::children;
    use super::guard::{c_string, in_subtransaction};
    use super::parser::{only_statement, raw_parse};
    use pgrx::pg_sys;
    use std::ffi::c_void;
    use std::ptr::{null, null_mut};

    unsafe extern "C-unwind" fn note(function: pg_sys::Oid, found: *mut c_void) -> bool {
        unsafe { (*found.cast::<Vec<u32>>()).push(function.to_u32()) };
        false
    }
    let (text, sql) = (c_string(sql)?, sql.to_owned());
    in_subtransaction(move || unsafe {
        let raw = only_statement(raw_parse(&text), &sql)?;
        let query = pg_sys::parse_analyze_fixedparams(raw, text.as_ptr(), null(), 0, null_mut());
        let (mut found, mut todo) = (Vec::new(), vec![query.cast::<pg_sys::Node>()]);
        while let Some(node) = todo.pop() {
            if !node.is_null() {
                let context: *mut c_void = (&raw mut found).cast();
                pg_sys::check_functions_in_node(node, Some(note), context);
                children(node, &mut todo);
            }
        }
        Ok(found)
    })
}

/// Older servers are sources only.
#[cfg(any(feature = "pg13", feature = "pg14"))]
fn called(_sql: &str) -> Result<Vec<u32>> {
    Ok(Vec::new())
}
