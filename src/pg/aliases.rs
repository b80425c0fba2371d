//! Names that a query gives for its own use, replaced by numbers: two analysed trees that differ in nothing else
//! print alike then. When something is renamed, the server keeps in queries what its old name was used for
//! (`FROM dbo.users "Users"`), which a query written with the new name has not.

use super::guard::c_string;
use super::parser::items;
use pgrx::pg_sys::{self, NodeTag, RTEKind};
use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

/// Numbers the aliases, and the names of columns of subqueries, in an analysed tree.
///
/// # Safety
/// `tree` must be an analysed query or expression; raises the server's errors, so only within a guard.
pub(super) unsafe fn number(tree: *mut pg_sys::Node) {
    let mut nodes = Vec::new();
    let mut todo = vec![tree];
    while let Some(node) = todo.pop().filter(|node| !node.is_null()) {
        let mut found: Vec<*mut pg_sys::Node> = Vec::new();
        unsafe { children(node, &mut found) };
        nodes.push(node);
        todo.extend(found.into_iter().filter(|node| !node.is_null()).rev());
    }
    let named_ctes = nodes.iter().any(|node| unsafe { has_named_ctes(*node) });
    let mut numbers = 0;
    for (i, node) in nodes.into_iter().enumerate() {
        unsafe {
            match (*node).type_ {
                NodeTag::T_Query => {
                    // Rows of VALUES alone keep the names that make them print as such.
                    if i == 0 || !(named_ctes || is_values(node.cast())) {
                        of_outputs(node.cast());
                    }
                    of_query(node.cast(), named_ctes, &mut numbers);
                }
                NodeTag::T_JoinExpr => of_join(node.cast(), &mut numbers),
                _ => {}
            }
        }
    }
}

/// Whether a query has a CTE whose columns SEARCH or CYCLE names.
unsafe fn has_named_ctes(node: *mut pg_sys::Node) -> bool {
    unsafe {
        (*node).type_ == NodeTag::T_Query
            && items::<pg_sys::CommonTableExpr>((*node.cast::<pg_sys::Query>()).cteList)
                .iter()
                .any(|cte| !(**cte).search_clause.is_null() || !(**cte).cycle_clause.is_null())
    }
}

/// Whether a query is nothing but VALUES.
unsafe fn is_values(query: *mut pg_sys::Query) -> bool {
    let entries = unsafe { items::<pg_sys::RangeTblEntry>((*query).rtable) };
    matches!(entries[..], [only] if unsafe { (*only).rtekind } == RTEKind::RTE_VALUES)
}

unsafe fn of_outputs(query: *mut pg_sys::Query) {
    unsafe {
        for entry in items::<pg_sys::TargetEntry>((*query).targetList) {
            if !(*entry).resjunk {
                (*entry).resname = text(&format!("?{}", (*entry).resno));
            }
        }
    }
}

unsafe fn text(text: &str) -> *mut c_char {
    // A number and a letter hold no zero byte.
    c_string(text).map_or(null_mut(), |text| unsafe { pg_sys::pstrdup(text.as_ptr()) })
}

/// `?1`, `?2` and so on.
unsafe fn numbered(letter: &str, names: *mut pg_sys::List) -> *mut pg_sys::List {
    let mut list = null_mut();
    for number in 1..=unsafe { items::<pg_sys::Node>(names) }.len() {
        unsafe {
            let name = pg_sys::makeString(text(&format!("{letter}{number}")));
            list = pg_sys::lappend(list, name.cast());
        }
    }
    list
}

/// `named_ctes`: the names of subqueries' columns are left alone.
unsafe fn of_query(query: *mut pg_sys::Query, named_ctes: bool, numbers: &mut usize) {
    unsafe {
        for cte in items::<pg_sys::CommonTableExpr>((*query).cteList) {
            if !named_ctes {
                let names = numbered("?", (*cte).ctecolnames);
                (*cte).ctecolnames = names;
                let listed = is_values((*cte).ctequery.cast());
                (*cte).aliascolnames = if listed { names } else { null_mut() };
            }
        }
        for entry in items::<pg_sys::RangeTblEntry>((*query).rtable) {
            of_entry(entry, named_ctes, numbers);
        }
    }
}

unsafe fn of_entry(entry: *mut pg_sys::RangeTblEntry, named_ctes: bool, numbers: &mut usize) {
    *numbers += 1;
    unsafe {
        let (kind, alias, shown) = ((*entry).rtekind, (*entry).alias, (*entry).eref);
        if kind == RTEKind::RTE_JOIN {
            if !alias.is_null() {
                (*alias).aliasname = text(&format!("r{numbers}"));
                (*alias).colnames = null_mut();
                (*shown).aliasname = (*alias).aliasname;
            }
            return;
        }
        let named = match kind {
            RTEKind::RTE_RELATION | RTEKind::RTE_SUBQUERY | RTEKind::RTE_CTE => null_mut(),
            RTEKind::RTE_FUNCTION | RTEKind::RTE_VALUES | RTEKind::RTE_TABLEFUNC => {
                alias.as_ref().map_or(null_mut(), |a| a.colnames)
            }
            _ => return,
        };
        let given = alias.as_ref().map_or(null_mut(), |a| a.colnames);
        let numbers_columns = !named_ctes
            && match kind {
                RTEKind::RTE_SUBQUERY => !is_values((*entry).subquery),
                kind => kind == RTEKind::RTE_CTE,
            };
        let keeps = matches!(kind, RTEKind::RTE_SUBQUERY | RTEKind::RTE_CTE) && !numbers_columns;
        let named = if keeps { given } else { named };
        (*entry).alias = pg_sys::makeAlias(text(&format!("r{numbers}")), named);
        (*shown).aliasname = (*(*entry).alias).aliasname;
        if numbers_columns {
            (*shown).colnames = numbered("?", (*shown).colnames);
        }
    }
}

/// The server makes the columns of both sides fit a name of USING.
unsafe fn of_join(join: *mut pg_sys::JoinExpr, numbers: &mut usize) {
    *numbers += 1;
    unsafe {
        (*join).usingClause = numbered(&format!("u{numbers}_"), (*join).usingClause);
        if let Some(alias) = (*join).join_using_alias.as_mut() {
            alias.aliasname = text(&format!("r{numbers}"));
        }
        if let Some(alias) = (*join).alias.as_mut() {
            alias.colnames = null_mut();
        }
    }
}

#[cfg(feature = "pg15")]
unsafe extern "C-unwind" {
    fn query_tree_walker(
        query: *mut pg_sys::Query,
        walker: Option<unsafe extern "C-unwind" fn(*mut pg_sys::Node, *mut c_void) -> bool>,
        context: *mut c_void,
        flags: std::ffi::c_int,
    ) -> bool;
    fn expression_tree_walker(
        node: *mut pg_sys::Node,
        walker: Option<unsafe extern "C-unwind" fn(*mut pg_sys::Node, *mut c_void) -> bool>,
        context: *mut c_void,
    ) -> bool;
}

/// Collects the direct children of a node.
///
/// # Safety
/// `node` is one of an analysed tree.
pub(super) unsafe fn children(node: *mut pg_sys::Node, found: &mut Vec<*mut pg_sys::Node>) {
    // It only notes the pointer: no frame of Rust is left behind when the walker raises an error.
    unsafe extern "C-unwind" fn note(node: *mut pg_sys::Node, found: *mut c_void) -> bool {
        unsafe { (*found.cast::<Vec<*mut pg_sys::Node>>()).push(node) };
        false
    }
    let context: *mut c_void = (&raw mut *found).cast();
    let is_query = unsafe { (*node).type_ } == NodeTag::T_Query;
    #[cfg(feature = "pg15")]
    unsafe {
        pg_sys::ffi::pg_guard_ffi_boundary(|| match is_query {
            true => query_tree_walker(node.cast(), Some(note), context, 0),
            false => expression_tree_walker(node, Some(note), context),
        });
    }
    #[cfg(not(feature = "pg15"))]
    unsafe {
        match is_query {
            true => pg_sys::query_tree_walker_impl(node.cast(), Some(note), context, 0),
            false => pg_sys::expression_tree_walker_impl(node, Some(note), context),
        };
    }
}
