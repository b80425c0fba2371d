//! Copies the server's raw parse tree.

use super::{Alias, Join, Kind, Node, Step};
use crate::error::{Error, Result};
use crate::pg::guard::{c_string, check_stack, copy, in_context};
use crate::pg::parser::{excerpt, items, only_expression, only_statement, raw_parse};
use pgrx::PgSqlErrorCode;
use pgrx::pg_sys::{self, NodeTag};
use std::ffi::{c_char, c_int, c_void};

mod query;

/// A tree, and its nodes' tags in order: two texts that differ in names only have the same shape.
#[derive(Debug)]
pub struct Tree {
    pub root: Node,
    pub shape: Vec<u32>,
}

/// Exactly one statement.
pub fn statement(sql: &str) -> Result<Tree> {
    within("", sql, "", Ok)
}

/// Exactly one expression.
pub fn expression(sql: &str) -> Result<Tree> {
    let text = sql.to_owned();
    within("SELECT (", sql, "\n)", move |statement| unsafe { only_expression(statement, &text) })
}

/// `BEGIN ATOMIC ... END` or `RETURN ...`.
#[cfg(not(feature = "pg13"))]
pub fn sql_body(sql: &str) -> Result<Tree> {
    within("CREATE FUNCTION f() RETURNS int LANGUAGE sql ", sql, "", |statement| unsafe {
        if (*statement).type_ == NodeTag::T_CreateFunctionStmt {
            let body = (*statement.cast::<pg_sys::CreateFunctionStmt>()).sql_body;
            if !body.is_null() {
                return Ok(body);
            }
        }
        Err(syntax_error("text is not the body of an SQL function"))
    })
}

/// Bodies of this form exist from version 14 on.
#[cfg(feature = "pg13")]
pub fn sql_body(_sql: &str) -> Result<Tree> {
    Err(syntax_error("this server has no SQL-standard function bodies"))
}

/// A partition key: `(a, lower(b))`, with or without the strategy before it.
pub fn partition_key(sql: &str) -> Result<Tree> {
    let before = match sql.trim_start().starts_with('(') {
        true => "CREATE TABLE t () PARTITION BY RANGE ",
        false => "CREATE TABLE t () PARTITION BY ",
    };
    within(before, sql, "", |statement| unsafe {
        if (*statement).type_ == NodeTag::T_CreateStmt {
            let spec = (*statement.cast::<pg_sys::CreateStmt>()).partspec;
            if !spec.is_null() && (*statement.cast::<pg_sys::CreateStmt>()).options.is_null() {
                return Ok((*spec).partParams.cast());
            }
        }
        Err(syntax_error("text is not a partition key"))
    })
}

fn syntax_error(message: &str) -> Error {
    Error::new(PgSqlErrorCode::ERRCODE_SYNTAX_ERROR, message)
}

/// Parses `sql` between `before` and `after` and copies the part that `pick` returns.
fn within(
    before: &str,
    sql: &str,
    after: &str,
    pick: impl FnOnce(*mut pg_sys::Node) -> Result<*mut pg_sys::Node> + 'static,
) -> Result<Tree> {
    let text = c_string(&format!("{before}{sql}{after}"))?;
    let (skip, sql) = (before.len(), sql.to_owned());
    in_context(move || unsafe {
        let statement = (*only_statement(raw_parse(&text), &sql)?).stmt;
        let part =
            pick(statement).map_err(|e| e.detail(format!("The text is \"{}\".", excerpt(&sql))))?;
        let mut reader = Reader { skip, length: sql.len(), shape: Vec::new() };
        let root = reader.node(part)?;
        Ok(Tree { root, shape: reader.shape })
    })
}

/// Where the copy stands.
struct Reader {
    /// Bytes before the text proper.
    skip: usize,
    length: usize,
    shape: Vec<u32>,
}

// All methods are unsafe for the same reason: pointers must be those of a raw parse tree.
impl Reader {
    fn place(&self, location: c_int) -> Option<usize> {
        let at = usize::try_from(location).ok()?.checked_sub(self.skip)?;
        (at < self.length).then_some(at)
    }

    fn finish(&self, location: c_int, kind: Kind) -> Node {
        let at = self.place(location);
        let (mut first, mut last) = (at, at);
        kind.each(&mut |child| {
            first = first.into_iter().chain(child.first).min();
            last = last.max(child.last);
        });
        Node { at, first, last, kind }
    }

    unsafe fn list(&mut self, list: *mut pg_sys::List) -> Result<Vec<Node>> {
        unsafe { items::<pg_sys::Node>(list) }
            .into_iter()
            .filter(|node| !node.is_null())
            .map(|node| unsafe { self.node(node) })
            .collect()
    }

    unsafe fn option<T>(&mut self, node: *mut T) -> Result<Option<Node>> {
        if node.is_null() {
            return Ok(None);
        }
        unsafe { self.node(node.cast()) }.map(Some)
    }

    unsafe fn boxed<T>(&mut self, node: *mut T) -> Result<Box<Node>> {
        unsafe { self.node(node.cast()) }.map(Box::new)
    }

    unsafe fn node(&mut self, node: *mut pg_sys::Node) -> Result<Node> {
        check_stack()?;
        if node.is_null() {
            return Ok(self.finish(-1, Kind::Other(Vec::new())));
        }
        let tag = unsafe { (*node).type_ };
        self.shape.push(tag as u32);
        unsafe {
            match tag {
                NodeTag::T_List => {
                    let parts = self.list(node.cast())?;
                    Ok(self.finish(-1, Kind::Other(parts)))
                }
                NodeTag::T_SelectStmt
                | NodeTag::T_InsertStmt
                | NodeTag::T_UpdateStmt
                | NodeTag::T_DeleteStmt => self.query(tag, node),
                #[cfg(not(any(feature = "pg13", feature = "pg14")))]
                NodeTag::T_MergeStmt => self.query(tag, node),
                #[cfg(not(feature = "pg13"))]
                NodeTag::T_ReturnStmt => {
                    let value = self.node((*node.cast::<pg_sys::ReturnStmt>()).returnval)?;
                    Ok(self.finish(-1, Kind::Other(vec![value])))
                }
                NodeTag::T_RangeVar
                | NodeTag::T_RangeSubselect
                | NodeTag::T_RangeFunction
                | NodeTag::T_RangeTableFunc
                | NodeTag::T_RangeTableSample
                | NodeTag::T_JoinExpr => self.range(tag, node),
                #[cfg(any(feature = "pg17", feature = "pg18"))]
                NodeTag::T_JsonTable => self.range(tag, node),
                _ => self.value(tag, node),
            }
        }
    }

    unsafe fn value(&mut self, tag: NodeTag, node: *mut pg_sys::Node) -> Result<Node> {
        let (at, kind) = unsafe {
            match tag {
                NodeTag::T_ColumnRef => {
                    let it = &*node.cast::<pg_sys::ColumnRef>();
                    let fields = items::<pg_sys::Node>(it.fields);
                    let star = fields.iter().any(|f| (**f).type_ == NodeTag::T_A_Star);
                    (it.location, Kind::Column { names: strings(it.fields), star })
                }
                NodeTag::T_FuncCall => self.function(node)?,
                NodeTag::T_TypeName => {
                    let it = &*node.cast::<pg_sys::TypeName>();
                    let rest = self.list(it.typmods)?;
                    let array = !it.arrayBounds.is_null();
                    (it.location, Kind::Type { name: strings(it.names), array, rest })
                }
                NodeTag::T_TypeCast => {
                    let it = &*node.cast::<pg_sys::TypeCast>();
                    let (value, to) = (self.boxed(it.arg)?, self.boxed(it.typeName)?);
                    (it.location, Kind::Cast { value, to })
                }
                NodeTag::T_A_Const => {
                    let it = &*node.cast::<pg_sys::A_Const>();
                    let text = constant(it).map_or(Kind::Other(Vec::new()), Kind::Text);
                    (it.location, text)
                }
                NodeTag::T_A_Indirection => {
                    let it = &*node.cast::<pg_sys::A_Indirection>();
                    let (value, steps) = (self.boxed(it.arg)?, self.steps(it.indirection)?);
                    (-1, Kind::Path { value, steps })
                }
                NodeTag::T_A_Expr => {
                    let it = &*node.cast::<pg_sys::A_Expr>();
                    let left = self.option(it.lexpr)?;
                    let args = left.into_iter().chain(self.option(it.rexpr)?).collect();
                    (it.location, Kind::Operator { name: strings(it.name), args })
                }
                NodeTag::T_ResTarget => {
                    let it = &*node.cast::<pg_sys::ResTarget>();
                    let steps = self.steps(it.indirection)?;
                    let value = self.option(it.val)?.map(Box::new);
                    (it.location, Kind::Target { name: name(it.name), steps, value })
                }
                _ => return self.rarer_value(tag, node),
            }
        };
        Ok(self.finish(at, kind))
    }

    unsafe fn rarer_value(&mut self, tag: NodeTag, node: *mut pg_sys::Node) -> Result<Node> {
        let (at, kind) = unsafe {
            match tag {
                NodeTag::T_CollateClause => {
                    let it = &*node.cast::<pg_sys::CollateClause>();
                    let value = self.boxed(it.arg)?;
                    (it.location, Kind::Collate { value, name: strings(it.collname) })
                }
                NodeTag::T_ParamRef => {
                    let it = &*node.cast::<pg_sys::ParamRef>();
                    (it.location, Kind::Param(usize::try_from(it.number).unwrap_or(0)))
                }
                NodeTag::T_SubLink => {
                    let it = &*node.cast::<pg_sys::SubLink>();
                    let scalar = it.subLinkType == pg_sys::SubLinkType::EXPR_SUBLINK
                        || it.subLinkType == pg_sys::SubLinkType::ARRAY_SUBLINK;
                    let test = self.option(it.testexpr)?.map(Box::new);
                    let (operator, query) = (strings(it.operName), self.boxed(it.subselect)?);
                    (it.location, Kind::Subquery { scalar, operator, test, query })
                }
                NodeTag::T_SortBy => {
                    let it = &*node.cast::<pg_sys::SortBy>();
                    let value = self.boxed(it.node)?;
                    (it.location, Kind::Sort { value, operator: strings(it.useOp) })
                }
                NodeTag::T_IndexElem => {
                    let it = &*node.cast::<pg_sys::IndexElem>();
                    let value = self.option(it.expr)?.map(Box::new);
                    (-1, Kind::Element { name: name(it.name), value })
                }
                NodeTag::T_PartitionElem => {
                    let it = &*node.cast::<pg_sys::PartitionElem>();
                    let value = self.option(it.expr)?.map(Box::new);
                    (it.location, Kind::Element { name: name(it.name), value })
                }
                // A multiple assignment's source hangs on each of its columns.
                NodeTag::T_MultiAssignRef if (*node.cast::<pg_sys::MultiAssignRef>()).colno > 1 => {
                    (-1, Kind::Other(Vec::new()))
                }
                // A channel is no object.
                NodeTag::T_NotifyStmt => (-1, Kind::Other(Vec::new())),
                NodeTag::T_CaseExpr | NodeTag::T_CaseWhen => return self.case(tag, node),
                NodeTag::T_CoalesceExpr | NodeTag::T_MinMaxExpr | NodeTag::T_A_ArrayExpr => {
                    let parts = self.children(node)?;
                    (pg_sys::exprLocation(node), Kind::Choice(parts))
                }
                _ if !is_value(tag) => {
                    let parts = self.children(node)?;
                    (pg_sys::exprLocation(node), Kind::Other(parts))
                }
                _ => (-1, Kind::Other(Vec::new())),
            }
        };
        Ok(self.finish(at, kind))
    }

    unsafe fn function(&mut self, node: *mut pg_sys::Node) -> Result<(c_int, Kind)> {
        unsafe {
            let it = &*node.cast::<pg_sys::FuncCall>();
            let args = self.list(it.args)?;
            let mut rest = self.list(it.agg_order)?;
            rest.extend(self.option(it.agg_filter)?);
            rest.extend(self.option(it.over)?);
            Ok((it.location, Kind::Function { name: strings(it.funcname), args, rest }))
        }
    }

    unsafe fn steps(&mut self, list: *mut pg_sys::List) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        for step in unsafe { items::<pg_sys::Node>(list) } {
            steps.push(unsafe {
                match (*step).type_ {
                    NodeTag::T_A_Star => Step::Star,
                    NodeTag::T_A_Indices => {
                        let it = &*step.cast::<pg_sys::A_Indices>();
                        let lower = self.option(it.lidx)?;
                        Step::Index(lower.into_iter().chain(self.option(it.uidx)?).collect())
                    }
                    _ => Step::Field(string(step)),
                }
            });
        }
        Ok(steps)
    }

    /// `CASE` and its branches: what only tests is not of its type.
    unsafe fn case(&mut self, tag: NodeTag, node: *mut pg_sys::Node) -> Result<Node> {
        let test = |part: Option<Node>| {
            part.map(|part| Node {
                at: None,
                first: part.first,
                last: part.last,
                kind: Kind::Other(vec![part]),
            })
        };
        let (at, parts) = unsafe {
            if tag == NodeTag::T_CaseWhen {
                let it = &*node.cast::<pg_sys::CaseWhen>();
                let test = test(self.option(it.expr)?);
                (it.location, test.into_iter().chain(self.option(it.result)?).collect())
            } else {
                let it = &*node.cast::<pg_sys::CaseExpr>();
                let mut parts: Vec<Node> = test(self.option(it.arg)?).into_iter().collect();
                parts.extend(self.list(it.args)?);
                parts.extend(self.option(it.defresult)?);
                (it.location, parts)
            }
        };
        Ok(self.finish(at, Kind::Choice(parts)))
    }

    /// Children as the server's own walker gives them; those of a list one by one.
    unsafe fn children(&mut self, node: *mut pg_sys::Node) -> Result<Vec<Node>> {
        let mut found: Vec<*mut pg_sys::Node> = Vec::new();
        unsafe { walk(node, &mut found) };
        // The walker passes over the type of a column of XMLTABLE.
        if unsafe { (*node).type_ } == NodeTag::T_RangeTableFuncCol {
            found.push(unsafe { (*node.cast::<pg_sys::RangeTableFuncCol>()).typeName.cast() });
        }
        let mut parts = Vec::new();
        for child in found.into_iter().filter(|c| !c.is_null()) {
            match unsafe { (*child).type_ } {
                // Aliases hold no node.
                NodeTag::T_Alias => {}
                NodeTag::T_List => parts.extend(unsafe { self.list(child.cast())? }),
                _ => parts.push(unsafe { self.node(child)? }),
            }
        }
        Ok(parts)
    }
}

#[cfg(any(feature = "pg13", feature = "pg14", feature = "pg15"))]
unsafe extern "C-unwind" {
    fn raw_expression_tree_walker(
        node: *mut pg_sys::Node,
        walker: Option<unsafe extern "C-unwind" fn(*mut pg_sys::Node, *mut c_void) -> bool>,
        context: *mut c_void,
    ) -> bool;
}

/// Collects the direct children of a node.
unsafe fn walk(node: *mut pg_sys::Node, found: &mut Vec<*mut pg_sys::Node>) {
    // It only notes the pointer: no frame of Rust is left behind when the walker raises an error.
    unsafe extern "C-unwind" fn note(node: *mut pg_sys::Node, found: *mut c_void) -> bool {
        unsafe { (*found.cast::<Vec<*mut pg_sys::Node>>()).push(node) };
        false
    }
    let context: *mut c_void = (&raw mut *found).cast();
    #[cfg(any(feature = "pg13", feature = "pg14", feature = "pg15"))]
    unsafe {
        pg_sys::ffi::pg_guard_ffi_boundary(|| {
            raw_expression_tree_walker(node, Some(note), context)
        });
    }
    #[cfg(not(any(feature = "pg13", feature = "pg14", feature = "pg15")))]
    unsafe {
        pg_sys::raw_expression_tree_walker_impl(node, Some(note), context);
    }
}

fn name(text: *const c_char) -> Option<String> {
    (!text.is_null()).then(|| copy(text))
}

unsafe fn alias(alias: *mut pg_sys::Alias) -> Option<Alias> {
    let alias = unsafe { alias.as_ref()? };
    Some(Alias { name: copy(alias.aliasname), columns: unsafe { strings(alias.colnames) } })
}

/// The strings of a list of names; other nodes (`*`) are left out.
pub(in crate::pg) unsafe fn strings(list: *mut pg_sys::List) -> Vec<String> {
    unsafe { items::<pg_sys::Node>(list) }
        .into_iter()
        .filter(|node| unsafe { (**node).type_ } == NodeTag::T_String)
        .map(|node| unsafe { string(node) })
        .collect()
}

#[cfg(any(feature = "pg13", feature = "pg14"))]
unsafe fn string(node: *mut pg_sys::Node) -> String {
    copy(unsafe { (*node.cast::<pg_sys::Value>()).val.str_ })
}

#[cfg(not(any(feature = "pg13", feature = "pg14")))]
unsafe fn string(node: *mut pg_sys::Node) -> String {
    copy(unsafe { (*node.cast::<pg_sys::String>()).sval })
}

#[cfg(any(feature = "pg13", feature = "pg14"))]
unsafe fn constant(it: &pg_sys::A_Const) -> Option<String> {
    (it.val.type_ == NodeTag::T_String).then(|| copy(unsafe { it.val.val.str_ }))
}

#[cfg(not(any(feature = "pg13", feature = "pg14")))]
unsafe fn constant(it: &pg_sys::A_Const) -> Option<String> {
    let text = !it.isnull && unsafe { it.val.node.type_ } == NodeTag::T_String;
    text.then(|| copy(unsafe { it.val.sval.sval }))
}

/// Bare values, which the walker need not see.
fn is_value(tag: NodeTag) -> bool {
    matches!(
        tag,
        NodeTag::T_String
            | NodeTag::T_Integer
            | NodeTag::T_Float
            | NodeTag::T_BitString
            | NodeTag::T_A_Star
    )
}
