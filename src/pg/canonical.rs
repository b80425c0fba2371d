//! Whether two texts mean the same is for the parser of this server to say: text is analysed and
//! printed back, until it no longer changes. No catalog is written. Names must resolve here;
//! callers set `search_path` to empty.

use super::guard::{c_string, copy, in_subtransaction};
use super::parser::{
    command_tag, items, only_expression, only_statement, raw_parse, routine_sql_body, rule_parts,
    tokens,
};
use super::quote::ident;
use super::spi;
use super::tree::strings;
use crate::error::Result;
use pgrx::pg_sys;
use std::ffi::{CStr, CString};
use std::ptr::null_mut;

/// Text may take more than one round until it stays the same.
const ROUNDS: usize = 3;

/// Which names of a query are its own affair.
#[derive(Clone, Copy)]
enum Names {
    Kept,
    /// Those of its output columns.
    OutputsNumbered,
    /// All aliases, of its subqueries too.
    AllNumbered,
}

const LOCK: pg_sys::LOCKMODE = pg_sys::AccessShareLock as pg_sys::LOCKMODE;

/// An expression as this server prints it; unqualified columns are those of the relation of that
/// schema and name.
pub fn expression(
    relation: Option<(&str, &str)>,
    text: &str,
    whatever_aliases: bool,
) -> Result<String> {
    settle(text, |text| expression_once(relation, text, whatever_aliases))
}

/// An expression over `OLD` and `NEW` rows of a relation, named as in SQL, as a query that selects it.
pub fn row_expression(relation: &str, text: &str) -> Result<String> {
    query(&format!("SELECT ({text}\n) AS x FROM {relation} AS old CROSS JOIN {relation} AS new"))
}

/// An expression over `VALUE` of a type (a domain's CHECK), as a query that selects it.
pub fn value_expression(type_text: &str, text: &str) -> Result<String> {
    query(&format!("SELECT ({text}\n) AS x FROM (SELECT NULL::{type_text}) AS d(value)"))
}

/// A query as this server prints it. Before version 15 the server has no function for that, then
/// it is the text itself.
pub fn query(text: &str) -> Result<String> {
    settle(text.trim().trim_end_matches(';'), |text| query_once(text, Names::Kept))
}

/// A type as `format_type` prints it.
pub fn type_name(text: &str) -> Result<String> {
    let c_text = c_string(text)?;
    in_subtransaction(move || unsafe {
        let (oid, typmod) = type_oid(&c_text);
        Ok(copy(pg_sys::format_type_with_typemod(oid, typmod)))
    })
}

unsafe extern "C-unwind" {
    fn transformPartitionBound(
        state: *mut pg_sys::ParseState,
        parent: pg_sys::Relation,
        bound: *mut pg_sys::PartitionBoundSpec,
    ) -> *mut pg_sys::PartitionBoundSpec;
}

/// The bound of a partition (`FOR VALUES ...`, `DEFAULT`) of the table of that schema and name, as
/// this server prints it.
pub fn partition_bound(parent: (&str, &str), text: &str) -> Result<String> {
    let create = c_string(&format!("CREATE TABLE t PARTITION OF p {text}"))?;
    let (schema, name) = (c_string(parent.0)?, c_string(parent.1)?);
    let text = text.to_owned();
    in_subtransaction(move || unsafe {
        let raw = (*only_statement(raw_parse(&create), &text)?).stmt;
        if (*raw).type_ != pg_sys::NodeTag::T_CreateStmt {
            return Ok(text);
        }
        let bound = (*raw.cast::<pg_sys::CreateStmt>()).partbound;
        let state = pg_sys::make_parsestate(null_mut());
        (*state).p_sourcetext = create.as_ptr();
        let none = pg_sys::NoLock as pg_sys::LOCKMODE;
        let rel = pg_sys::relation_open(relation_oid(&schema, &name), none);
        let bound =
            pg_sys::ffi::pg_guard_ffi_boundary(|| transformPartitionBound(state, rel, bound));
        pg_sys::relation_close(rel, none);
        let printed = copy(pg_sys::deparse_expression(bound.cast(), null_mut(), false, false));
        pg_sys::free_parsestate(state);
        Ok(printed)
    })
}

/// Works out an expression without names of columns as far as it is constant; Err where the server
/// raises an error on the way.
pub fn constant(text: &str) -> Result<()> {
    let select = c_string(&format!("SELECT ({text}\n)"))?;
    let text = text.to_owned();
    in_subtransaction(move || unsafe {
        let raw = only_expression((*only_statement(raw_parse(&select), &text)?).stmt, &text)?;
        let state = pg_sys::make_parsestate(null_mut());
        (*state).p_sourcetext = select.as_ptr();
        let tree = pg_sys::transformExpr(state, raw, pg_sys::ParseExprKind::EXPR_KIND_WHERE);
        pg_sys::assign_expr_collations(state, tree);
        pg_sys::eval_const_expressions(null_mut(), tree);
        pg_sys::free_parsestate(state);
        Ok(())
    })
}

/// Whether a default is a bare NULL, of which the server keeps nothing. That of a domain, or of a type with modifiers, is none.
pub fn is_null(expression: &str, type_name: &str) -> bool {
    let is_domain = || {
        let sql = "SELECT (t.typtype = 'd')::text FROM pg_catalog.pg_type t
            WHERE t.oid = pg_catalog.to_regtype($1)";
        let row = spi::first(sql, &[Some(type_name)]);
        row.ok().flatten().is_none_or(|row| row.is_true(0))
    };
    expression.strip_prefix("NULL::") == Some(type_name) && !is_domain()
}

/// Works out an expression as a default of a column of that type, as far as it is constant; Err where
/// the server does not take it.
pub fn assignable(column: &str, type_text: &str, text: &str) -> Result<()> {
    let (c_column, c_type) = (c_string(column)?, c_string(type_text)?);
    let select = c_string(&format!("SELECT ({text}\n)"))?;
    let text = text.to_owned();
    in_subtransaction(move || unsafe {
        let raw = only_expression((*only_statement(raw_parse(&select), &text)?).stmt, &text)?;
        let (oid, typmod) = type_oid(&c_type);
        let state = pg_sys::make_parsestate(null_mut());
        (*state).p_sourcetext = select.as_ptr();
        let tree = pg_sys::cookDefault(state, raw, oid, typmod, c_column.as_ptr(), 0);
        pg_sys::eval_const_expressions(null_mut(), tree);
        pg_sys::free_parsestate(state);
        Ok(())
    })
}

/// Looks up a type and its modifier.
///
/// # Safety
/// Raises the server's errors, so only within a guard.
unsafe fn type_oid(text: &CStr) -> (pg_sys::Oid, pg_sys::int32) {
    let (mut oid, mut typmod) = (pg_sys::InvalidOid, -1);
    unsafe {
        #[cfg(any(feature = "pg13", feature = "pg14", feature = "pg15"))]
        pg_sys::parseTypeString(text.as_ptr(), &mut oid, &mut typmod, false);
        #[cfg(not(any(feature = "pg13", feature = "pg14", feature = "pg15")))]
        pg_sys::parseTypeString(text.as_ptr(), &mut oid, &mut typmod, null_mut());
    }
    (oid, typmod)
}

/// A view's query as this server prints it, with its output columns numbered: their names are
/// those of the view's columns, whatever the query calls them.
pub fn view_query(text: &str, whatever_aliases: bool) -> Result<String> {
    let names = if whatever_aliases { Names::AllNumbered } else { Names::OutputsNumbered };
    settle(text.trim().trim_end_matches(';'), |text| query_once(text, names))
}

/// The SQL-standard body of a routine as this server prints it: the routine is made once more, as a
/// temporary one of the same name, and taken back. `like` is the body that the routine has here.
pub fn sql_body(routine: (&str, &str), like: &str, text: &str) -> Result<String> {
    let rows = spi::query(
        "SELECT pg_catalog.pg_get_functiondef(p.oid) FROM pg_catalog.pg_proc p
           JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          WHERE n.nspname = $1 AND p.proname = $2 AND p.prokind IN ('f', 'p')",
        &[Some(routine.0), Some(routine.1)],
    )?;
    for row in &rows {
        if routine_sql_body(row.text(0))?.as_deref() == Some(like) {
            return body_once(row.text(0), like, text);
        }
    }
    Ok(text.to_owned())
}

/// `CREATE OR REPLACE FUNCTION schema.name...` with another schema and another body.
fn body_once(def: &str, like: &str, text: &str) -> Result<String> {
    let list = tokens(def)?;
    let dot = list.iter().position(|t| t.is(".")).unwrap_or(0);
    let end = def.rfind(like).unwrap_or(def.len());
    let (Some(schema), Some(head)) = (dot.checked_sub(1).map(|s| &list[s]), def.get(..end)) else {
        return Ok(text.to_owned());
    };
    let create = format!("{}pg_temp{}{text}", &head[..schema.start], &head[schema.end..]);
    // One statement, whatever the text.
    command_tag(&create)?;
    in_subtransaction(move || {
        spi::execute(&create, &[])?;
        let made = spi::first(
            "SELECT pg_catalog.pg_get_functiondef(p.oid) FROM pg_catalog.pg_proc p
              WHERE p.pronamespace = pg_catalog.pg_my_temp_schema() ORDER BY p.oid DESC LIMIT 1",
            &[],
        )?;
        let body = made.map_or(Ok(None), |row| routine_sql_body(row.text(0)))?;
        Ok(body.unwrap_or_default())
    })
}

/// An action of a rule as this server prints it: a rule on the relation, named as in SQL, is made with
/// it and taken back.
pub fn rule_action(relation: &str, event: &str, text: &str) -> Result<String> {
    settle(text, |text| action_once(relation, event, text))
}

fn action_once(relation: &str, event: &str, text: &str) -> Result<String> {
    const NAME: &str = "schemig: compared";
    let create = format!(
        "CREATE OR REPLACE RULE {} AS ON {event} TO {relation} DO INSTEAD {text}",
        ident(NAME)
    );
    // One statement, whatever the text.
    command_tag(&create)?;
    let relation = relation.to_owned();
    in_subtransaction(move || {
        spi::execute(&create, &[])?;
        let made = spi::first(
            "SELECT pg_catalog.pg_get_ruledef(w.oid) FROM pg_catalog.pg_rewrite w
              WHERE w.ev_class = $1::pg_catalog.regclass AND w.rulename = $2",
            &[Some(&relation), Some(NAME)],
        )?;
        let actions = made.map_or(Ok(Vec::new()), |row| Ok(rule_parts(row.text(0))?.1))?;
        Ok(actions.into_iter().next().unwrap_or_default())
    })
}

fn settle(text: &str, once: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut last = text.to_owned();
    for _ in 0..ROUNDS {
        let next = once(&last)?;
        if next == last {
            break;
        }
        last = next;
    }
    Ok(last)
}

fn expression_once(
    relation: Option<(&str, &str)>,
    text: &str,
    whatever_aliases: bool,
) -> Result<String> {
    let select = c_string(&format!("SELECT ({text}\n)"))?;
    let relation = match relation {
        Some((schema, name)) => Some((c_string(schema)?, c_string(name)?)),
        None => None,
    };
    let text = text.to_owned();
    in_subtransaction(move || unsafe {
        let raw = only_expression((*only_statement(raw_parse(&select), &text)?).stmt, &text)?;
        Ok(printed(raw, &select, relation, whatever_aliases))
    })
}

/// A raw expression as this server prints it, analysed; `source` is the text that it is of.
///
/// # Safety
/// Raises the server's errors, so only within a guard; `raw` is a raw expression.
unsafe fn printed(
    raw: *mut pg_sys::Node,
    source: &CStr,
    relation: Option<(CString, CString)>,
    whatever_aliases: bool,
) -> String {
    unsafe {
        let state = pg_sys::make_parsestate(null_mut());
        (*state).p_sourcetext = source.as_ptr();
        let mut context = null_mut();
        if let Some((schema, name)) = &relation {
            let oid = relation_oid(schema, name);
            let rel = pg_sys::relation_open(oid, pg_sys::NoLock as pg_sys::LOCKMODE);
            let item =
                pg_sys::addRangeTableEntryForRelation(state, rel, LOCK, null_mut(), false, true);
            pg_sys::addNSItemToQuery(state, item, true, true, true);
            context = pg_sys::deparse_context_for(name.as_ptr(), oid);
            pg_sys::relation_close(rel, pg_sys::NoLock as pg_sys::LOCKMODE);
        }
        let tree = pg_sys::transformExpr(state, raw, pg_sys::ParseExprKind::EXPR_KIND_WHERE);
        pg_sys::assign_expr_collations(state, tree);
        #[cfg(not(any(feature = "pg13", feature = "pg14")))]
        if whatever_aliases {
            super::aliases::number(tree);
        }
        let printed = copy(pg_sys::deparse_expression(tree, context, false, false));
        pg_sys::free_parsestate(state);
        printed
    }
}

/// A parenthesised partition key as a list of its elements: name or expression as this server prints it,
/// collation and operator class.
pub fn partition_key(relation: (&str, &str), text: &str) -> Result<Vec<String>> {
    let create = c_string(&format!("CREATE TABLE t () PARTITION BY RANGE {text}"))?;
    let relation = (c_string(relation.0)?, c_string(relation.1)?);
    let text = text.to_owned();
    in_subtransaction(move || unsafe {
        let raw = (*only_statement(raw_parse(&create), &text)?).stmt;
        if (*raw).type_ != pg_sys::NodeTag::T_CreateStmt {
            return Ok(vec![text]);
        }
        let spec = (*raw.cast::<pg_sys::CreateStmt>()).partspec;
        let elements = items::<pg_sys::PartitionElem>((*spec).partParams).into_iter();
        let element = |e: *mut pg_sys::PartitionElem| {
            let key = match (*e).expr.is_null() {
                true => copy((*e).name),
                false => printed((*e).expr, &create, Some(relation.clone()), false),
            };
            format!("{key} {:?} {:?}", strings((*e).collation), strings((*e).opclass))
        };
        Ok(elements.map(element).collect())
    })
}

/// Looks up and locks a relation; raises when there is none.
///
/// # Safety
/// Raises the server's errors, so only within a guard.
unsafe fn relation_oid(schema: &CStr, name: &CStr) -> pg_sys::Oid {
    unsafe {
        let range = pg_sys::makeRangeVar(
            pg_sys::pstrdup(schema.as_ptr()),
            pg_sys::pstrdup(name.as_ptr()),
            -1,
        );
        pg_sys::RangeVarGetRelidExtended(range, LOCK, 0, None, null_mut())
    }
}

#[cfg(any(feature = "pg13", feature = "pg14"))]
fn query_once(text: &str, _names: Names) -> Result<String> {
    Ok(text.to_owned())
}

#[cfg(not(any(feature = "pg13", feature = "pg14")))]
fn query_once(text: &str, names: Names) -> Result<String> {
    let c_text = c_string(text)?;
    let text = text.to_owned();
    in_subtransaction(move || unsafe {
        let raw = only_statement(raw_parse(&c_text), &text)?;
        let query = pg_sys::parse_analyze_fixedparams(
            raw,
            c_text.as_ptr(),
            std::ptr::null(),
            0,
            null_mut(),
        );
        match names {
            Names::Kept => {}
            Names::OutputsNumbered => number_outputs(query),
            Names::AllNumbered => super::aliases::number(query.cast()),
        }
        Ok(copy(pg_sys::pg_get_querydef(query, false)))
    })
}

/// Gives a query's output columns, and those of the branches of a set operation, their numbers as
/// names.
///
/// # Safety
/// `query` must be an analysed query.
#[cfg(not(any(feature = "pg13", feature = "pg14")))]
unsafe fn number_outputs(query: *mut pg_sys::Query) {
    unsafe {
        for entry in items::<pg_sys::TargetEntry>((*query).targetList) {
            if !(*entry).resjunk {
                let name = format!("?{}", (*entry).resno);
                if let Ok(name) = c_string(&name) {
                    (*entry).resname = pg_sys::pstrdup(name.as_ptr());
                }
            }
        }
        if (*query).setOperations.is_null() {
            return;
        }
        for branch in items::<pg_sys::RangeTblEntry>((*query).rtable) {
            if (*branch).rtekind == pg_sys::RTEKind::RTE_SUBQUERY {
                number_outputs((*branch).subquery);
            }
        }
    }
}
