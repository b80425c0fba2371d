//! What a query would run besides itself.

use super::spi;
use crate::error::Result;
use hashbrown::HashSet;

/// A function that may do more than return a value, whoever has made it, and that a query calls; none where there is no
/// such one. The checks of domains are a part of the query.
///
/// Errors: those of the server, where the query makes no sense.
pub fn restless(sql: &str) -> Result<Option<String>> {
    let (mut queries, mut known) = (vec![sql.to_owned()], HashSet::new());
    while let Some(sql) = queries.pop() {
        let called = called(&sql)?;
        if let Some(function) = volatile(&called.functions)? {
            return Ok(Some(function));
        }
        for domain in called.domains.into_iter().filter(|domain| known.insert(*domain)) {
            queries.extend(checks(domain)?);
        }
    }
    Ok(None)
}

fn volatile(functions: &[u32]) -> Result<Option<String>> {
    if functions.is_empty() {
        return Ok(None);
    }
    let list = functions.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let found = spi::first(
        "SELECT p.oid::pg_catalog.regprocedure::text FROM pg_catalog.pg_proc p
          WHERE p.oid = ANY (pg_catalog.string_to_array($1, ',')::pg_catalog.oid[]) AND p.provolatile = 'v'
          ORDER BY 1 LIMIT 1",
        &[Some(&list)],
    )?;
    Ok(found.and_then(|row| row.opt(0)))
}

/// The checks of a domain, as queries over a value of its base type, which may have checks itself.
fn checks(domain: u32) -> Result<Vec<String>> {
    let rows = spi::query(
        "SELECT pg_catalog.format('SELECT (%s) FROM (SELECT NULL::%s) AS d(value)', pg_catalog.pg_get_expr(c.conbin, 0),
                                  pg_catalog.format_type(t.typbasetype, t.typtypmod))
           FROM pg_catalog.pg_type t JOIN pg_catalog.pg_constraint c ON c.contypid = t.oid AND c.contype = 'c'
          WHERE t.oid = $1::pg_catalog.oid
          UNION ALL
         SELECT pg_catalog.format('SELECT NULL::%s', pg_catalog.format_type(t.typbasetype, t.typtypmod))
           FROM pg_catalog.pg_type t WHERE t.oid = $1::pg_catalog.oid",
        &[Some(&domain.to_string())],
    )?;
    Ok(rows.iter().map(|row| row.text(0).to_string()).collect())
}

/// What a query calls, be it by operators, casts or aggregates, and the domains that it makes values of.
#[derive(Default)]
struct Called {
    functions: Vec<u32>,
    domains: Vec<u32>,
}

#[cfg(not(any(feature = "pg13", feature = "pg14")))]
fn called(sql: &str) -> Result<Called> {
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
        let (mut found, mut todo) = (Called::default(), vec![query.cast::<pg_sys::Node>()]);
        while let Some(node) = todo.pop() {
            if node.is_null() {
                continue;
            }
            if (*node).type_ == pg_sys::NodeTag::T_CoerceToDomain {
                let domain = (*node.cast::<pg_sys::CoerceToDomain>()).resulttype;
                found.domains.push(domain.to_u32());
            }
            let context: *mut c_void = (&raw mut found.functions).cast();
            pg_sys::check_functions_in_node(node, Some(note), context);
            children(node, &mut todo);
        }
        Ok(found)
    })
}

/// Older servers are sources only.
#[cfg(any(feature = "pg13", feature = "pg14"))]
fn called(_sql: &str) -> Result<Called> {
    Ok(Called::default())
}
